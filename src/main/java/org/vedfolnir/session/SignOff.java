package org.vedfolnir.session;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionMovedException;

/**
 * Ends what a single sign-on has opened, whichever node opened it. From its beginning on nobody is signed in by the sign-on; where it is cut
 * off by an outage, whoever comes next with its cookie goes on with it. Thread-safe.
 */
final class SignOff {

    private final VedfolnirSessionManager manager;
    private final SignOns signOns;

    SignOff(VedfolnirSessionManager manager, SignOns signOns) {
        this.manager = manager;
        this.signOns = signOns;
    }

    /** @param handle of a session that its caller ends; null for none */
    void begin(SessionId signOn, @Nullable String handle) {
        signOns.endBegins(signOn).stream()
                .filter(member -> !member.handle().equals(handle))
                .forEach(this::end);
    }

    /** The id before comes first: a session that is changing its id meanwhile is found under one of the two, or is not saved. */
    private void end(SignOnMember member) {
        var owner = owner(member.application());
        for (var ids = member.ids().iterator(); ids.hasNext(); ) {
            try {
                end(owner, member.handle(), ids.next());
            } catch (SessionMovedException e) {
                if (!ids.hasNext()) {
                    throw e;
                }
            }
        }
    }

    private void end(Optional<VedfolnirSessionManager> owner, String handle, SessionId id) {
        if (owner.isPresent()) {
            owner.get().endSignedOn(id);
        } else {
            // no such application on this node: nobody here can tell its listeners
            manager.end(id, manager.event(new SessionEvent.Ended(EndReason.SIGNED_OUT), handle, null));
        }
    }

    private Optional<VedfolnirSessionManager> owner(String application) {
        return Stream.of(manager.getContext().getParent(), top(manager.getContext()))
                .flatMap(SignOff::managers)
                .filter(each -> each.application().equals(application))
                .findFirst();
    }

    private static Container top(Container container) {
        var parent = container.getParent();
        return container instanceof Engine || parent == null ? container : top(parent);
    }

    /** The managers of ours that serve in a container. */
    static Stream<VedfolnirSessionManager> managers(Container container) {
        if (container instanceof Context context) {
            return context.getManager() instanceof VedfolnirSessionManager ours
                            && ours.getState().isAvailable()
                    ? Stream.of(ours)
                    : Stream.empty();
        }
        return Arrays.stream(container.findChildren()).flatMap(SignOff::managers);
    }
}
