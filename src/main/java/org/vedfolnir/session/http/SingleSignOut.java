package org.vedfolnir.session.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.signon.SignOnMember;
import org.vedfolnir.session.signon.SingleSignOnRepository;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;
import org.vedfolnir.session.store.failure.SessionMovedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Ends all sessions of a single sign-on, on whichever node they were opened. From the start of the sign-out on, the
 * sign-on authenticates no request. If an outage interrupts the sign-out, the next request with the cookie continues
 * it. Thread-safe.
 */
public record SingleSignOut(SessionRuntime runtime, SingleSignOnRepository signOns) {

    private static final System.Logger LOG = System.getLogger(SingleSignOut.class.getName());

    /**
     * Returns the user of a single sign-on; one whose sign-out was interrupted is ended first.
     *
     * @param sent the ids of the sessions that the request may name
     */
    public Optional<Authentication> user(SessionId signOn, List<String> sent) {
        var users = sent.stream()
                .flatMap(runtime.opener()::places)
                .map(place -> new SingleSignOnRepository.User(runtime.application(), place))
                .toList();
        var found = signOns.open(signOn, users);
        if (found.isPresent() && found.get().authentication() == null) {
            whole(signOn);
        }
        return found.flatMap(document -> Optional.ofNullable(document.authentication()));
    }

    /** Ends a single sign-on and its sessions. */
    public void whole(SessionId signOn) {
        begin(signOn, null);
        finish(signOn);
    }

    /**
     * Does so except for its last session.
     *
     * @param handle of that session, which the caller ends; null if there is none
     */
    void begin(SessionId signOn, @Nullable String handle) {
        runtime.persistence().recordingOutage(() -> {
            EndNotReplicatedException unsafe = null;
            for (var member : signOns.endBegins(signOn)) {
                try {
                    if (!member.handle().equals(handle)) {
                        end(member);
                    }
                } catch (EndNotReplicatedException e) { // the others end too
                    unsafe = e;
                }
            }
            if (unsafe != null) {
                throw unsafe;
            }
            return true;
        });
    }

    /**
     * Removes a sign-on whose sessions have ended. It no longer authenticates requests: if the store fails, its timeout
     * or the next request ends it.
     */
    void finish(SessionId signOn) {
        try {
            signOns.remove(signOn);
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "A single sign-on that ended was not removed: {0}", e.getMessage());
        }
    }

    /**
     * Removes an expired session from its sign-on. If the store fails, the sign-on keeps an entry of an ended session.
     */
    void leave(SessionId signOn, String handle) {
        try {
            signOns.leave(signOn, handle);
        } catch (StoreUnavailableException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "An expired session was not removed from its single sign-on: {0}",
                    e.getMessage());
        }
    }

    /** The former id comes first: a session that is changing its id is found under one of the two, or is not saved. */
    private void end(SignOnMember member) {
        var owner = owner(member.application());
        for (var ids = member.ids().iterator(); ids.hasNext(); ) {
            try {
                end(owner, member.application(), member.handle(), ids.next());
            } catch (SessionMovedException e) {
                if (!ids.hasNext()) {
                    throw e;
                }
            }
        }
    }

    private void end(Optional<SessionRuntime> owner, String application, String handle, SessionId id) {
        if (owner.isPresent()) {
            owner.get().opener().endSignedOn(id);
        } else {
            // no such application on this node, so there are no listeners to notify
            runtime.persistence()
                    .end(
                            id,
                            runtime.events()
                                    .event(new SessionEvent.Ended(EndReason.SIGNED_OUT), handle, null)
                                    .of(application));
        }
    }

    private Optional<SessionRuntime> owner(String application) {
        return Stream.of(runtime.context().getParent(), top(runtime.context()))
                .flatMap(SessionRuntime::of)
                .filter(each -> each.application().equals(application))
                .findFirst();
    }

    private static Container top(Container container) {
        var parent = container.getParent();
        return container instanceof Engine || parent == null ? container : top(parent);
    }
}
