package org.vedfolnir.session.store.redis.health;

import java.util.Collection;
import java.util.List;
import org.vedfolnir.session.store.diagnosis.Concern;

/** The current refusals of all Redis servers. */
public record AllRefusals(Collection<RefusalLog> each) {

    /** Returns the current refusals, which have been logged already. */
    public List<Concern> concerns() {
        return each.stream().flatMap(one -> one.concerns().stream()).toList();
    }
}
