/**
 * The audit trail: events move from the feed of the store into tables, and each session in which a user signed in is a row that opens and closes.
 *
 * <p>{@link org.vedfolnir.audit.AuditTrailTask} runs on a thread of {@link org.vedfolnir.audit.AuditTrailListener}. {@link
 * org.vedfolnir.audit.EventImport} reads the feed of {@code session.event}, {@link org.vedfolnir.audit.AuditTrail} writes a batch in one transaction,
 * and only then are the events acknowledged. After a crash at any point, no event is lost and none is written twice. {@link
 * org.vedfolnir.audit.DeadLetters} stores events that the database rejects. {@link org.vedfolnir.audit.Reconciler} closes the rows of sessions that
 * ended without an event.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.audit;
