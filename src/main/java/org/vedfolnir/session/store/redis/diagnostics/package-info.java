/**
 * Diagnoses each Redis by {@code INFO}, in the background. The fields of {@code INFO} come in; concerns, notes and the failovers of the last hour go out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.diagnostics;
