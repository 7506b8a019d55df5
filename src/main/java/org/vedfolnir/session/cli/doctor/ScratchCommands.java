package org.vedfolnir.session.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Each command that the manager and its scripts send, on scratch keys that are named like its own: each kind of key once, so that a rule
 * for keys is tried too. They end by themselves. Immutable.
 */
final class ScratchCommands {

    private static final String LIFE = "10000";

    private final String string;
    private final String part;
    private final String sorted;
    private final String stream;
    private final String state;
    private final List<String[]> commands = new ArrayList<>();

    /** @param suffix makes the keys unique, and on Redis Cluster chooses their slot */
    ScratchCommands(RedisSettings settings, String suffix) {
        this.string = settings.keyPrefix() + suffix;
        this.part = beside(string, suffix) + ":part:1";
        this.sorted = settings.expiries() + ":" + suffix;
        this.stream = settings.events() + ":" + suffix;
        this.state = beside(stream, suffix) + ":state";
        connection();
        strings();
        sorted();
    }

    private static String beside(String key, String suffix) {
        return suffix.contains("{") ? key : "{" + key + "}";
    }

    private void add(String... words) {
        commands.add(words);
    }

    private void connection() {
        add("CLIENT", "ID");
        add("INFO", "server");
        add("TIME");
        add("SCRIPT", "LOAD", "return 1");
        add("EVAL", "return 1", "0");
        add("EVALSHA", "e0e1f9fabfc9d4800c877a703b823ac0578ff8db", "0");
    }

    private void strings() {
        add("SET", string, "doctor", "PX", LIFE);
        add("SET", part, "doctor", "PX", LIFE);
        add("GET", string);
        add("GETRANGE", string, "0", "10");
        add("STRLEN", part);
        add("EXISTS", part);
        add("PTTL", string);
        add("PEXPIRE", string, LIFE);
        add("PERSIST", string);
        add("RENAME", string, string);
    }

    private void sorted() {
        add("ZADD", sorted, "1", "doctor");
        add("PEXPIRE", sorted, LIFE);
        add("ZCARD", sorted);
        add("ZSCORE", sorted, "doctor");
        add("ZRANGE", sorted, "0", "0");
        add("ZRANGEBYSCORE", sorted, "0", "1");
        add("ZREM", sorted, "doctor");
    }

    /** Adds what only the recording of events needs. */
    ScratchCommands withEvents() {
        add("XGROUP", "CREATE", stream, "audit", "0", "MKSTREAM");
        add("PEXPIRE", stream, LIFE);
        add("XADD", stream, "1-1", "id", "doctor");
        add("XREADGROUP", "GROUP", "audit", "doctor", "COUNT", "1", "STREAMS", stream, ">");
        add("XAUTOCLAIM", stream, "audit", "doctor", "0", "0", "COUNT", "1");
        add("XPENDING", stream, "audit");
        add("XRANGE", stream, "-", "+", "COUNT", "1");
        add("XLEN", stream);
        add("XACK", stream, "audit", "1-1");
        add("XDEL", stream, "1-1");
        add("HSET", state, "bytes", "0");
        add("PEXPIRE", state, LIFE);
        add("HSETNX", state, "lost", "0");
        add("HINCRBY", state, "bytes", "1");
        add("HGET", state, "bytes");
        add("HMGET", state, "bytes", "lost");
        add("HGETALL", state);
        add("HLEN", state);
        add("HDEL", state, "bytes");
        return this;
    }

    ScratchCommands withReplicas() {
        add("WAIT", "0", "0");
        return this;
    }

    ScratchCommands withCluster() {
        add("CLUSTER", "NODES");
        add("CLUSTER", "SLOTS");
        add("ASKING");
        return this;
    }

    ScratchCommands withTracking() {
        add("CLIENT", "TRACKING", "off");
        return this;
    }

    /** Returns all, those that remove the keys last. */
    List<String[]> all() {
        var all = new ArrayList<>(commands);
        all.add(new String[] {"DEL", stream, state});
        all.add(new String[] {"UNLINK", string, part, sorted});
        return all;
    }

    /** Returns the name of a command as a rule of an ACL has it. */
    static String right(String[] words) {
        return switch (words[0]) {
            case "CLIENT", "SCRIPT", "XGROUP", "CLUSTER" ->
                "+" + words[0].toLowerCase(Locale.ROOT) + "|" + words[1].toLowerCase(Locale.ROOT);
            default -> "+" + words[0].toLowerCase(Locale.ROOT);
        };
    }
}
