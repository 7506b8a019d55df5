/** Detects what endangers the sessions, in the background, and logs each change once. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.engine.health;
