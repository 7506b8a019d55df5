/**
 * {@code sessions}: lists, shows, ends and exports sessions, page by page of the index of expiries. Ids never leave this package:
 * rows name a session by its reference and its handle.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli.sessions;
