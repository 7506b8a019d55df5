package org.vedfolnir.session.cli.sessions;

import java.util.Optional;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;
import org.vedfolnir.session.store.failure.SessionMovedException;

/** Ends sessions one by one, and counts. For one thread. */
final class Ending {

    private final Store store;
    private final Target target;
    private final String operator;
    private int ended;
    private int gone;
    private Optional<String> warning = Optional.empty();

    /** @param operator as the event names them */
    Ending(Store store, Target target, String operator) {
        this.store = store;
        this.target = target;
        this.operator = operator;
    }

    int ended() {
        return ended;
    }

    /** Returns how many were over before. */
    int gone() {
        return gone;
    }

    /** Returns what is to be known of ends that are not safe yet. */
    Optional<String> warning() {
        return warning;
    }

    void end(SessionRow row) {
        try {
            count(end(row.id(), row));
        } catch (SessionMovedException e) {
            // its user must not keep it by changing its id
            count(row.document() != null
                    && store.placement()
                            .idOf(row.document().handle())
                            .filter(now -> end(now, row))
                            .isPresent());
        } catch (EndNotReplicatedException e) {
            ended++;
            warning = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void count(boolean here) {
        ended += here ? 1 : 0;
        gone += here ? 0 : 1;
    }

    private boolean end(SessionId id, SessionRow row) {
        var handle = row.document() == null ? null : row.document().handle();
        return store.sessions()
                .end(
                        id,
                        new NewEvent(
                                new SessionEvent.Ended(EndReason.ENDED_BY_OPERATOR),
                                new EventContext(
                                        target.application(),
                                        Target.node(),
                                        handle,
                                        row.user(),
                                        null,
                                        null,
                                        operator)));
    }
}
