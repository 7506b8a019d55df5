package org.vedfolnir.session.store.diagnosis;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Deduplicates log messages of a Tomcat's applications that share a Redis: each detects a state by itself, the first
 * one logs it, and the last one to detect its end logs that. Applications that are discarded without notice are
 * forgotten. Thread-safe.
 */
public final class LogDeduplicator {

    /** By state: the observers that see it, each with the variant that it sees. */
    private final Map<String, Map<Object, String>> standing = new HashMap<>();

    /**
     * @param who the observer, by identity; it calls {@link #leaves} when it stops
     * @param thing the state, with the same text for all observers
     * @param how the variant of the state: another one is news
     * @return whether to log it: no other observer has seen this variant before
     */
    public synchronized boolean begins(Object who, String thing, String how) {
        var those = standing.computeIfAbsent(thing, first -> new WeakHashMap<>());
        var isNews = !those.containsValue(how);
        those.put(who, how);
        return isNews;
    }

    /** @return whether to log the end: no other observer still sees the state */
    public synchronized boolean ends(Object who, String thing) {
        var those = standing.get(thing);
        if (those == null || those.remove(who) == null || !those.isEmpty()) {
            return false;
        }
        standing.remove(thing);
        return true;
    }

    /** Removes an observer that stops and no longer knows whether its states continue. */
    public synchronized void leaves(Object who) {
        standing.values().removeIf(those -> {
            those.remove(who);
            return those.isEmpty();
        });
    }
}
