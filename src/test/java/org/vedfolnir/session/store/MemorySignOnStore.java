package org.vedfolnir.session.store;

import java.util.List;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;

/** Stores sign-ons as sessions in a {@link MemoryStore} of their own. */
record MemorySignOnStore(MemoryStore sessions) implements SignOnStore {

    private static final NewEvent ENDED = new NewEvent(
            new SessionEvent.Ended(EndReason.SIGNED_OUT), new EventContext("/", "memory", null, null, null, null));

    @Override
    public OpenResult open(SessionId signOn, DocumentTag known, boolean use) {
        if (use) {
            return sessions.open(signOn, known);
        }
        return sessions.peek(signOn).<OpenResult>map(OpenResult.Changed::new).orElse(new OpenResult.Gone());
    }

    @Override
    public SaveResult save(SessionId signOn, long expected, byte[] document, long idle, long until) {
        return sessions.save(new SessionWrite(
                signOn,
                null,
                expected,
                DocumentTag.NONE,
                document,
                idle,
                until,
                null,
                null,
                0,
                "",
                PartChanges.NONE,
                false,
                List.of()));
    }

    @Override
    public void remove(SessionId signOn) {
        sessions.end(signOn, ENDED);
    }

    @Override
    public String key(SessionId signOn) {
        return "sso:" + signOn.value();
    }
}
