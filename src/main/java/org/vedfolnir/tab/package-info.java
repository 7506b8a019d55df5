/**
 * Keeps open tabs up to date: tells them that the session changed, that it ended and why, and when it expires. Requests to these addresses do not
 * extend the session, except {@link org.vedfolnir.tab.ExtendServlet}.
 *
 * <p>{@link org.vedfolnir.tab.TabNotifier} polls the sessions of all open streams of this node twice a second. A stream only signals that something
 * changed; {@code GET /api/session/state} returns the new state. The client is {@code assets/tabs.js}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.tab;
