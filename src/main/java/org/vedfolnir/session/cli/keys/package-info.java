/**
 * {@code keys}: makes encryption keys, shows which key seals how many sessions, and guides a rotation.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli.keys;
