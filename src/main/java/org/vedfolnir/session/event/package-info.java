/**
 * What happens to sessions: one sealed {@link org.vedfolnir.session.event.SessionEvent} for each kind, and the durable
 * feed from which an audit trail reads them.
 *
 * <p>The store records events together with the change that caused them, in one atomic step. It delivers
 * {@link org.vedfolnir.session.event.RecordedEvent}s in order until they are acknowledged. This package depends on no
 * other package of ours, so that a web application can use it without the engine. An event never carries a session id:
 * it names the session by its handle, which survives id changes and is no credential.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.event;
