/**
 * Diagnoses each Redis by {@code INFO}, in the background. Converts the fields of {@code INFO} to concerns, notes and
 * the failovers of the last hour.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.diagnostics;
