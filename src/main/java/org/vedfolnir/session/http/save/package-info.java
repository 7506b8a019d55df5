/**
 * Saves a live session: what the store has of it, what a save writes beside the attributes, and what the answer changes. It knows the session by
 * {@link org.vedfolnir.session.http.save.LiveState} only; a session comes in, a change goes to the engine.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.http.save;
