package org.vedfolnir.session.store.redis.health;

import java.util.Collection;
import java.util.List;
import org.vedfolnir.session.store.diagnosis.Concern;

/** What any Redis refuses at the moment. */
public record AllRefusals(Collection<RefusalLog> each) {

    /** Those that stand, and were said already. */
    public List<Concern> concerns() {
        return each.stream().flatMap(one -> one.concerns().stream()).toList();
    }

    /** Whether some Redis refuses every write, as far as is known. */
    public boolean everyWrite() {
        return each.stream().anyMatch(RefusalLog::everyWrite);
    }
}
