package org.vedfolnir.session.store.redis;

import java.time.Duration;
import org.vedfolnir.session.store.StoreUnavailableException;

/** Redis answered, and refused. Without a cause: the message of Redisson's exception shows keys. */
final class RefusedException extends StoreUnavailableException {

    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    RefusedException(Refusal refusal, String place) {
        super(refusal.sentence(place), Duration.ofSeconds(1), null);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
