package org.vedfolnir.session.http.runtime;

import org.vedfolnir.session.attribute.AttributeFactory;
import org.vedfolnir.session.attribute.policy.AttributePolicy;
import org.vedfolnir.session.local.LastAccessTimes;
import org.vedfolnir.session.local.LocalAttributes;
import org.vedfolnir.session.settings.PassivePaths;
import org.vedfolnir.session.signon.Principals;
import org.vedfolnir.session.store.IdleSlack;

/**
 * The parts that live sessions use, made of the settings at the manager's last start. They remain when it stops, since
 * a request, or an object that keeps a session, may outlive it. Immutable; its parts are thread-safe.
 *
 * @param localAttributes the attributes of sessions that only this node has
 * @param slack how long uses of a session may go unrecorded
 * @param values converts attributes between documents and the application
 * @param principals converts the container's users to their stored form and back
 * @param attributes decides which attributes are stored
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
