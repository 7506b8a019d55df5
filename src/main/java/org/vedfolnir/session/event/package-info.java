/**
 * What happens to sessions, as facts: one sealed {@link org.vedfolnir.session.event.SessionEvent} for each kind, and the
 * durable feed that hands them to an audit trail.
 *
 * <p>In come events together with the change that they tell of, written by the store in one atomic step. Out go
 * {@link org.vedfolnir.session.event.RecordedEvent}s, in order, until they are acknowledged. This package knows no other
 * of ours, so that a web application may use it without seeing the engine. No event ever carries a session id: a session
 * is named by its handle, which survives id changes and opens nothing.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.event;
