/**
 * Caches documents, and large decoded values, on a node. They enter with a version, and are used only if the store
 * confirms that it is the current one.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.engine.cache;
