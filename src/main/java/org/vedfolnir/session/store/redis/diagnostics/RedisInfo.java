package org.vedfolnir.session.store.redis.diagnostics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vedfolnir.session.store.diagnosis.Concern;

/**
 * The INFO of a Redis, and its consequences for sessions.
 *
 * @param place host and port
 * @param info the fields of {@code INFO}
 */
public record RedisInfo(String place, Map<String, String> info) {

    private static final String EVICTS = "The store evicts sessions when its memory is full.";
    private static final String REPLICA = "The store is a read-only replica.";
    private static final String NO_FILE = "The store loses sessions when it crashes.";
    private static final String ALONE = "The store has no replica.";
    private static final Pattern REPLICA_FIELD = Pattern.compile("slave\\d+");
    private static final Pattern ONLINE = Pattern.compile("\\bstate=online,offset=(\\d+)");
    private static final String DISK = "The store cannot write to its disk.";

    /** Returns a field of {@code INFO}; empty if it has none of that name. */
    public String field(String name) {
        return info.getOrDefault(name, "");
    }

    /** Returns a field that is a number; 0 if there is none. */
    public long figure(String name) {
        return number(field(name));
    }

    /** Returns what endangers sessions. */
    public List<Concern> concerns() {
        return Stream.of(eviction(), readOnly(), noFile(), disk())
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether it may evict live sessions. */
    public Optional<Concern> eviction() {
        var policy = field("maxmemory_policy");
        return concern(
                !policy.isEmpty() && !policy.equals("noeviction"),
                EVICTS,
                "The Redis at " + place + " evicts keys when memory runs out, including live sessions"
                        + " (maxmemory-policy " + policy + "). Set maxmemory-policy noeviction.");
    }

    /** Whether it is a replica, which accepts no writes. */
    public Optional<Concern> readOnly() {
        return concern(
                isReplica(),
                REPLICA,
                "The Redis at " + place
                        + " is a read-only replica: no session can be saved there. Name its master in"
                        + " redisUrl, or Sentinel in redissonConfig.");
    }

    /** Whether it keeps no append-only file. */
    public Optional<Concern> noFile() {
        return concern(
                field("aof_enabled").equals("0"),
                NO_FILE,
                "The Redis at " + place
                        + " keeps no append-only file: sessions are lost when it crashes. Set appendonly yes.");
    }

    /** Whether its last write to the disk failed. */
    public Optional<Concern> disk() {
        return concern(
                field("aof_last_write_status").equals("err")
                        || field("rdb_last_bgsave_status").equals("err"),
                DISK,
                "The Redis at " + place + " cannot write to its disk. Free disk space, and read the log of Redis.");
    }

    private static Optional<Concern> concern(boolean applies, String summary, String sentence) {
        return applies ? Optional.of(new Concern(summary, sentence)) : Optional.empty();
    }

    /** Distributions repair an old version without changing its number, so this is not a concern. */
    public List<String> notes() {
        return KnownVulnerability.in(this).stream()
                .map(each -> "The Redis at " + place + " reports version " + field("redis_version") + ", in which "
                        + each.effect() + ", unless the packager has repaired that. Upgrade to " + each.repaired()
                        + " or newer.")
                .toList();
    }

    /** Identifies one run of a server. */
    String server() {
        return place + " " + field("run_id");
    }

    long evicted() {
        return number(field("evicted_keys"));
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Returns the id of one run of a server. */
    String process() {
        return field("run_id");
    }

    /** In ms. */
    long runsFor() {
        return number(field("uptime_in_seconds")) * 1000;
    }

    boolean isMaster() {
        return field("role").equals("master");
    }

    boolean isReplica() {
        return field("role").equals("slave");
    }

    /** Returns the name of the replication stream that its replicas copy; empty if INFO has none. */
    String stream() {
        return field("master_replid");
    }

    /** Returns how many bytes of changes it has made. */
    long offset() {
        return number(field("master_repl_offset"));
    }

    /** Returns the stream that it copied before it became a master; empty if it never copied one. */
    String formerStream() {
        var name = field("master_replid2");
        return name.matches("0*") ? "" : name;
    }

    /** Returns how much of that stream it has. */
    long formerOffset() {
        return number(field("second_repl_offset")) - 1;
    }

    /** Returns the highest offset that one of its replicas confirmed; empty if it has none. */
    public OptionalLong copied() {
        return info.entrySet().stream()
                .filter(each -> REPLICA_FIELD.matcher(each.getKey()).matches())
                .map(each -> ONLINE.matcher(each.getValue()))
                .filter(Matcher::find)
                .mapToLong(found -> number(found.group(1)))
                .max();
    }

    /** A failed master without a replica cannot be replaced. */
    Concern hasNoReplica() {
        return new Concern(
                ALONE,
                "The Redis at " + place
                        + " has had no replica for a minute: if it fails, no other Redis replaces it, and its"
                        + " sessions are unavailable or lost."
                        + " Start its replica, and read the log of both.");
    }

    Concern evictsKeys() {
        return new Concern(
                EVICTS,
                "The Redis at " + place
                        + " is evicting keys because its memory is full (evicted_keys rises): users lose their"
                        + " sessions. Give it more memory, and set maxmemory-policy noeviction.");
    }
}
