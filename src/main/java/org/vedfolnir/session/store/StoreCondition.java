package org.vedfolnir.session.store;

import java.util.List;

/**
 * What a look at the store found, beside that it answers. Each sentence says what is so, and what to do. Immutable.
 *
 * @param concerns what endangers sessions now
 * @param notes what an operator should know, and what could not be looked at
 */
public record StoreCondition(List<String> concerns, List<String> notes) {

    public static final StoreCondition GOOD = new StoreCondition(List.of(), List.of());

    public StoreCondition {
        concerns = List.copyOf(concerns);
        notes = List.copyOf(notes);
    }
}
