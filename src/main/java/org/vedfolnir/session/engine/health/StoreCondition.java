package org.vedfolnir.session.engine.health;

import java.time.Instant;
import java.util.List;

/**
 * The state of the store as this node sees it. Immutable.
 *
 * @param since when this node noticed that state
 * @param reasons why it is not {@link StoreState#UP}, one sentence each, without addresses and names
 */
public record StoreCondition(StoreState state, Instant since, List<String> reasons) {

    public StoreCondition {
        reasons = List.copyOf(reasons);
    }
}
