package org.vedfolnir.session.engine.cache;

/**
 * How full a {@link DocumentCache} is. Immutable.
 *
 * @param bytes of the heap, about
 */
public record CacheUse(int sessions, long bytes) {

    public static final CacheUse NONE = new CacheUse(0, 0);
}
