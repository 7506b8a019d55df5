/**
 * What the tabs of a browser are told of their session while nobody clicks: that it changed, that it ended and why, and how long it still
 * lives. Asking keeps no session alive; only {@link org.vedfolnir.tab.ExtendServlet} does, when its person says so.
 *
 * <p>{@link org.vedfolnir.tab.Streams} looks at the sessions of all open streams of this node at once, twice a second. A stream says only that
 * there is something new; {@code GET /api/session/state} says what. {@code assets/tabs.js} is the other side.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.tab;
