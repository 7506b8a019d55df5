/**
 * What a command works on: the options that all commands share, the settings as the manager would read them, the application,
 * and the store that they lead to. Options come in, an open store goes out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli.options;
