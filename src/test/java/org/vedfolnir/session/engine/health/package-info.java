/** What endangers sessions. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.engine.health;
