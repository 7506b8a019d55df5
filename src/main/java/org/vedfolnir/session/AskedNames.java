package org.vedfolnir.session;

import java.util.HashSet;
import java.util.Set;

/**
 * Which attributes somebody asked for, set or removed: who has a value in hand may change it in place. Guarded by the
 * {@link SessionAttributes} that it belongs to.
 */
final class AskedNames {

    private final Set<String> names = new HashSet<>();
    private long times;

    void add(Object name) {
        times++;
        if (name instanceof String text) {
            names.add(text);
        }
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** How often: nobody has another value in hand than when it was as many times. */
    long times() {
        return times;
    }
}
