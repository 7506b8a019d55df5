package org.vedfolnir.session.http.runtime;

import org.vedfolnir.session.attribute.AttributeFactory;
import org.vedfolnir.session.attribute.policy.AttributePolicy;
import org.vedfolnir.session.local.LastAccessTimes;
import org.vedfolnir.session.local.LocalAttributes;
import org.vedfolnir.session.settings.PassivePaths;
import org.vedfolnir.session.signon.Principals;
import org.vedfolnir.session.store.IdleSlack;

/**
 * What the live sessions of a manager work with, as its settings were at its last start. It stays when the manager stops: a request, or an
 * object that holds a session, may outlive it. Immutable; what it holds is thread-safe.
 *
 * @param localAttributes what this node alone has of sessions
 * @param slack for how long uses of a session may go unrecorded
 * @param values attributes as the application sees them
 * @param principals the container's users as documents keep them
 * @param attributes which attributes go to the store
 * @param passivePaths requests that read their session without using it
 */
public record SessionComponents(
        LocalAttributes localAttributes,
        LastAccessTimes lastAccessTimes,
        IdleSlack slack,
        AttributeFactory values,
        Principals principals,
        AttributePolicy attributes,
        PassivePaths passivePaths,
        EventFactory events) {}
