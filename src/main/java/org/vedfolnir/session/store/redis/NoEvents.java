package org.vedfolnir.session.store.redis;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.RecordedEvent;

/** The feed of an application that records no events. */
record NoEvents() implements EventFeed {

    @Override
    public List<RecordedEvent> read(int most) {
        return List.of();
    }

    @Override
    public void acknowledge(Collection<String> places) {
        // none were delivered
    }

    @Override
    public Optional<Instant> oldest() {
        return Optional.empty();
    }

    @Override
    public String generation() {
        return "";
    }
}
