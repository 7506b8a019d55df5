package org.vedfolnir.session.cli.doctor;

import java.time.Duration;
import java.util.List;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.redis.settings.RedisServers;
import org.vedfolnir.session.store.redis.settings.SecurityWrites;

/** Checks of what a Redis reports in INFO: its version, memory, files and replicas. The sentences are those of the manager's log. Stateless. */
final class ServerChecks {

    /** In percent of maxmemory. */
    private static final int NEARLY_FULL = 90;

    private ServerChecks() {}

    static Finding version(Subject subject, Server server) {
        var version = server.info().field("redis_version");
        if (version.isEmpty()) {
            return Finding.warn(
                    "version",
                    "This user may not run INFO at " + server.place()
                            + ": version, memory, persistence and replication are unknown.",
                    "Give the user +info.");
        }
        var valkey = server.info().field("valkey_version");
        var notes = server.info().notes();
        var name = valkey.isEmpty() ? "Redis " + version : "Valkey " + valkey;
        return notes.isEmpty()
                ? Finding.ok(
                        "version",
                        name + " at " + server.place() + ", running for "
                                + Texts.time(Duration.ofSeconds(server.info().figure("uptime_in_seconds"))))
                : Finding.warn("version", notes.get(0), "").with(notes.subList(1, notes.size()));
    }

    static Finding eviction(Subject subject, Server server) {
        return server.info()
                .eviction()
                .map(concern -> of(concern, "eviction", Status.FAIL))
                .orElseGet(() -> Finding.ok("eviction", known(server, "maxmemory_policy", "maxmemory-policy")));
    }

    private static String known(Server server, String field, String name) {
        var value = server.info().field(field);
        return value.isEmpty() ? name + " is unknown" : name + " " + value;
    }

    static Finding memory(Subject subject, Server server) {
        var used = server.info().figure("used_memory");
        var most = server.info().figure("maxmemory");
        var share = most == 0 ? 0 : used * 100 / most;
        var found = Texts.size(used) + " used"
                + (most == 0 ? "" : " of " + Texts.size(most) + " (maxmemory), " + share + " %");
        if (server.info().field("maxmemory").isEmpty()) {
            return Finding.ok("memory", "unknown");
        } else if (most == 0) {
            return Finding.warn(
                    "memory",
                    found + ", and maxmemory is not set: when the machine has no more, its kernel ends Redis.",
                    "Set maxmemory to less than the memory of the machine.");
        } else if (used >= most) {
            return Finding.fail(
                    "memory",
                    found + ": Redis refuses writes, and visitors get a 503.",
                    "Raise maxmemory, or end idle sessions (sessions end --idle 30m).");
        }
        return share < NEARLY_FULL
                ? Finding.ok("memory", found)
                : Finding.warn("memory", found + ".", "Raise maxmemory before it is full.");
    }

    static Finding persistence(Subject subject, Server server) {
        var broken = server.info().disk();
        if (broken.isPresent()) {
            return of(broken.get(), "persistence", Status.FAIL);
        }
        return server.info()
                .noFile()
                .map(concern -> of(concern, "persistence", Status.WARN))
                .orElseGet(() -> Finding.ok(
                        "persistence",
                        server.info().field("aof_enabled").isEmpty()
                                ? "unknown"
                                : "append-only file (appendonly yes)"));
    }

    static Finding replication(Subject subject, Server server) {
        var info = server.info();
        var replicas = info.figure("connected_slaves");
        if (info.readOnly().isPresent()) {
            return of(info.readOnly().get(), "replication", Status.FAIL);
        } else if (replicas == 0
                && subject.target().settings().consistency().securityWrites() == SecurityWrites.REPLICATED) {
            return Finding.fail(
                    "replication",
                    server.place() + " has no replica, and securityWrites is replicated: no sign-out succeeds.",
                    "Start a replica, or set securityWrites to acknowledged.");
        } else if (replicas == 0 && subject.target().servers().kind() != RedisServers.Kind.SINGLE) {
            return Finding.warn(
                    "replication",
                    server.place() + " has no replica: if it fails, no other Redis replaces it, and its sessions are"
                            + " unavailable or lost.",
                    "Start a replica of it.");
        }
        var behind = info.copied().stream()
                .mapToObj(copied -> ", the best one " + (info.figure("master_repl_offset") - copied) + " bytes behind")
                .findFirst()
                .orElse("");
        return Finding.ok(
                "replication",
                info.field("role").isEmpty()
                        ? "unknown"
                        : "a master with " + Texts.count(replicas, "replica") + behind);
    }

    /** Splits a sentence with a remedy behind it. */
    private static Finding of(Concern concern, String check, Status status) {
        return new Finding(check, status, concern.sentence(), "", List.of());
    }
}
