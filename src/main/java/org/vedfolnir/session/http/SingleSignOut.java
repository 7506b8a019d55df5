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
 * Ends what a single sign-on has opened, whichever node opened it. From its beginning on the sign-on signs in no request. If an outage interrupts
 * it, the next request with the cookie continues it. Thread-safe.
 */
public record SingleSignOut(SessionRuntime runtime, SingleSignOnRepository signOns) {

    private static final System.Logger LOG = System.getLogger(SingleSignOut.class.getName());

    /**
     * Who is signed in by a single sign-on; one whose end was cut off ends first.
     *
     * @param sent the ids of the sessions that the request may name
     */
    public Optional<Authentication> who(SessionId signOn, List<String> sent) {
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
     * The same up to the moment in which its last session is to end.
     *
     * @param handle of that session, which the caller ends; null for none
     */
    void begin(SessionId signOn, @Nullable String handle) {
        runtime.persistence().noting(() -> {
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

    /** Removes one whose sessions have ended. It signs in no request any more: if the store fails, its time or the next request ends it. */
    void finish(SessionId signOn) {
        try {
            signOns.remove(signOn);
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "A single sign-on that ended was not removed: {0}", e.getMessage());
        }
    }

    /** Of a session whose time is over; if the store fails, the sign-on keeps an entry of a session that has ended. */
    void leave(SessionId signOn, String handle) {
        try {
            signOns.leave(signOn, handle);
        } catch (StoreUnavailableException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "A single sign-on was not told of an expired session: {0}",
                    e.getMessage());
        }
    }

    /** The id before comes first: a session that is changing its id meanwhile is found under one of the two, or is not saved. */
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
