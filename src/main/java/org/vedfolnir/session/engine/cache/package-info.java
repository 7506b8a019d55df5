/**
 * Documents, and large values that were decoded, that a node keeps at hand. They go in with a version, and come out only where the store says
 * that it is the current one.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.engine.cache;
