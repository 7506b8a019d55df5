package org.vedfolnir.session.store.redis.keys;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** The names of the keys in a shard of an application. Immutable, except for the bytes, which must not be changed. */
public final class ShardKeys {

    private final RedisSettings settings;
    private final String tag;
    private final String sessions;
    private final byte[] expiries;
    private final byte[] events;

    private final long mostEventBytes;
    private final byte[] eventBytes;

    ShardKeys(RedisSettings settings, String tag, long mostEventBytes) {
        this.settings = settings;
        this.tag = tag;
        this.sessions = settings.keyPrefix() + (tag.isEmpty() ? "" : tag.substring(1) + ":");
        this.expiries = bytes(tagged(settings.expiries()));
        this.events = bytes(tagged(settings.events()));
        this.mostEventBytes = mostEventBytes;
        this.eventBytes = bytes(mostEventBytes);
    }

    /** Escapes braces of the application's name, so that the tag is the first text in braces. */
    private String tagged(String name) {
        return tag.isEmpty() ? name : name.replace("{", "%7B") + tag;
    }

    /** Returns the prefix of the keys of its sessions. */
    public byte[] prefix() {
        return bytes(sessions);
    }

    public byte[] session(SessionId id) {
        return bytes(sessions + id.value());
    }

    /** Returns the key of a value beside a session's document, as in {@code prelude.lua}. */
    public byte[] part(SessionId id, int number) {
        var key = sessions + id.value();
        return bytes((sessions.indexOf('{') < 0 ? '{' + key + '}' : key) + ":part:" + number);
    }

    public byte[] expiries() {
        return expiries;
    }

    public byte[] events() {
        return events;
    }

    /** Returns how many bytes of Redis' memory its events may take. */
    public long mostEventBytes() {
        return mostEventBytes;
    }

    /** Returns the same as an argument of a script. */
    public byte[] eventBytes() {
        return eventBytes;
    }

    /** Returns the key that maps the handle of a session to its current id. */
    public String locator(String handle) {
        return settings.locator(tag.isEmpty() ? handle : tag.substring(1) + ":" + handle);
    }
}
