/**
 * The audit trail: events move from the store's feed into tables, and each session in which somebody signed in is a row that opens and
 * closes.
 *
 * <p>{@link org.vedfolnir.audit.AuditTrailTask} runs on a thread of {@link org.vedfolnir.audit.AuditTrailListener}. {@link org.vedfolnir.audit.EventImport}
 * reads the feed of {@code session.event}, {@link org.vedfolnir.audit.AuditTrail} writes a batch in one transaction, and only then are the events
 * acknowledged: whatever dies in between, none is lost, and none is written twice. What the database refuses goes to {@link
 * org.vedfolnir.audit.DeadLetters}. {@link org.vedfolnir.audit.Reconciler} closes the rows of sessions that are gone without an event.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.audit;
