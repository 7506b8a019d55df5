package org.vedfolnir.session;

import org.vedfolnir.session.store.IdleSlack;

/**
 * What the live sessions of a manager work with, as its settings were at its last start. It stays when the manager stops: a request, or somebody
 * who holds a session, may outlive it. Immutable; what it holds is thread-safe.
 *
 * @param shared the sessions that requests of this node are in
 * @param localValues what this node alone has of sessions
 * @param slack for how long uses of a session may go unrecorded
 * @param values attributes as the application sees them
 * @param principals the container's users as documents keep them
 * @param attributes which attributes go to the store
 * @param passivePaths requests that read their session without using it
 */
record SessionParts(
        SharedSessions shared,
        LocalValues localValues,
        LastUses lastUses,
        IdleSlack slack,
        SessionValues values,
        Principals principals,
        AttributePolicy attributes,
        PassivePaths passivePaths,
        EventFactory events) {}
