/**
 * {@code watch}: figures of the store, once a second.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli.watch;
