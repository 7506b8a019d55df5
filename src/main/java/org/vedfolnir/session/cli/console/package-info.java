/**
 * Where commands write: standard output for results, standard error for progress and messages, colours and progress only on a
 * terminal. Tables for people, JSON for programs.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli.console;
