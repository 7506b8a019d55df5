package org.vedfolnir.session.store.redis.keys;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** What the keys of an application's shard are called. Immutable, but for the bytes, which nobody may change. */
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

    /** The tag is the first thing in braces: an application may be called as it likes. */
    private String tagged(String name) {
        return tag.isEmpty() ? name : name.replace("{", "%7B") + tag;
    }

    /** Before the ids of its sessions. */
    public byte[] prefix() {
        return bytes(sessions);
    }

    public byte[] session(SessionId id) {
        return bytes(sessions + id.value());
    }

    /** A value beside a session's document, as {@code prelude.lua} calls it. */
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

    /** How many bytes of Redis' memory its events may take. */
    public long mostEventBytes() {
        return mostEventBytes;
    }

    /** The same as an argument of a script. */
    public byte[] eventBytes() {
        return eventBytes;
    }

    /** What tells where a session lies that changed its id. */
    public String locator(String handle) {
        return settings.locator(tag.isEmpty() ? handle : tag.substring(1) + ":" + handle);
    }
}
