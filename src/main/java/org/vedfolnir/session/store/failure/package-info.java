/**
 * What a store throws: that it does not answer, that it refuses, that a session has another id by now, that an end is on one server only. Whoever
 * treats one differently catches it; all others reach the valve, which answers 503.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.failure;
