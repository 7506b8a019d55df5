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
    private final Map<String, Map<Object, String>> observers = new HashMap<>();

    /**
     * @param observer the observer, by identity; it calls {@link #remove} when it stops
     * @param state the state, with the same text for all observers
     * @param variant the variant of the state: another one is news
     * @return whether to log it: no other observer has seen this variant before
     */
    public synchronized boolean begin(Object observer, String state, String variant) {
        var known = observers.computeIfAbsent(state, first -> new WeakHashMap<>());
        var isNews = !known.containsValue(variant);
        known.put(observer, variant);
        return isNews;
    }

    /** @return whether to log the end: no other observer still sees the state */
    public synchronized boolean end(Object observer, String state) {
        var known = observers.get(state);
        if (known == null || known.remove(observer) == null || !known.isEmpty()) {
            return false;
        }
        observers.remove(state);
        return true;
    }

    /** Removes an observer that stops and no longer knows whether its states continue. */
    public synchronized void remove(Object observer) {
        observers.values().removeIf(known -> {
            known.remove(observer);
            return known.isEmpty();
        });
    }
}
