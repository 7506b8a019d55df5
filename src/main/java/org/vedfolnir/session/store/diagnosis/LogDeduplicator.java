package org.vedfolnir.session.store.diagnosis;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What the applications of one Tomcat have said in its log about the Redis that they share: each finds a thing by itself, the first says it, and
 * whoever finds last that it is over says that. Whoever is thrown away without a farewell is forgotten. Thread-safe.
 */
public final class LogDeduplicator {

    /** Who finds a thing so, and in which words, by the thing. */
    private final Map<String, Map<Object, String>> standing = new HashMap<>();

    /**
     * @param who whoever found it, by identity; it says {@link #leaves} when it stops
     * @param thing what is so, the same text for all who find it
     * @param how in which way: another one is news
     * @return whether to say it: nobody else found it so before
     */
    public synchronized boolean begins(Object who, String thing, String how) {
        var those = standing.computeIfAbsent(thing, first -> new WeakHashMap<>());
        var isNews = !those.containsValue(how);
        those.put(who, how);
        return isNews;
    }

    /** @return whether to say that it is over: nobody else finds it so still */
    public synchronized boolean ends(Object who, String thing) {
        var those = standing.get(thing);
        if (those == null || those.remove(who) == null || !those.isEmpty()) {
            return false;
        }
        standing.remove(thing);
        return true;
    }

    /** Forgets what somebody found, who stops and does not know how it goes on. */
    public synchronized void leaves(Object who) {
        standing.values().removeIf(those -> {
            those.remove(who);
            return those.isEmpty();
        });
    }
}
