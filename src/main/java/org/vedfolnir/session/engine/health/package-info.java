/** What endangers the sessions: diagnosed in the background, and logged once for each change. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.engine.health;
