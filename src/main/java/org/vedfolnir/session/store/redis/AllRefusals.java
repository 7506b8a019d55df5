package org.vedfolnir.session.store.redis;

import java.util.Collection;
import java.util.List;
import org.vedfolnir.session.store.Concern;

/** What any Redis refuses at the moment. */
record AllRefusals(Collection<Refusals> each) {

    /** Those that stand, and were said already. */
    List<Concern> concerns() {
        return each.stream().flatMap(one -> one.concerns().stream()).toList();
    }

    /** Whether some Redis refuses every write, as far as is known. */
    boolean everyWrite() {
        return each.stream().anyMatch(Refusals::everyWrite);
    }
}
