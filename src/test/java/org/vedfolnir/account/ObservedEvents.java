package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An observer as an application may have one. */
@ApplicationScoped
class ObservedEvents {

    private final List<Object> events = new CopyOnWriteArrayList<>();

    void signedOut(@Observes SignedOut event) {
        events.add(event);
    }

    void extended(@Observes SessionExtended event) {
        events.add(event);
    }

    void roleChanged(@Observes RoleChanged event) {
        events.add(event.account().getUsername() + " was " + event.before());
    }

    List<Object> events() {
        return List.copyOf(events);
    }
}
