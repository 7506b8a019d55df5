/**
 * Keeps the open tabs of a browser up to date while they are idle: that their session changed, that it ended and why, and how long it still lives.
 * Requests of these addresses do not keep the session alive, except {@link org.vedfolnir.tab.ExtendServlet}.
 *
 * <p>{@link org.vedfolnir.tab.TabNotifier} polls the sessions of all open streams of this node twice a second. A stream only signals that something
 * changed; {@code GET /api/session/state} returns what. {@code assets/tabs.js} is the client.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.tab;
