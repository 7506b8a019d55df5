/**
 * Exceptions of a store: it does not answer, it rejects an operation, a session has another id by now, an end is on one
 * server only. Callers that treat one of them differently catch it; all others reach the valve, which responds with
 * 503.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.failure;
