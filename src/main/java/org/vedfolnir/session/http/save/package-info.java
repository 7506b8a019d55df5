/**
 * Saves a live session: its stored state, what a save writes besides the attributes, and what the reply changes. It
 * knows the session by {@link org.vedfolnir.session.http.save.LiveState} only; a session comes in, a change goes to the
 * engine.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.http.save;
