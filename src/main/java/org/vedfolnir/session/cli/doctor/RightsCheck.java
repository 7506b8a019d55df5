package org.vedfolnir.session.cli.doctor;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import org.vedfolnir.session.cli.wire.RedisReply;
import org.vedfolnir.session.cli.wire.RedisReply.Failed;
import org.vedfolnir.session.settings.ReadMode;
import org.vedfolnir.session.store.redis.settings.SecurityWrites;

/** Tries each command that the manager sends: whether this user may, and whether this Redis knows it. */
final class RightsCheck implements Check.OfServer {

    private static final String SHIPPED = "server-config/redis/users.acl has the rights that the manager needs.";
    private static final int MOST_TAGS = 100_000;

    private final SecureRandom random = new SecureRandom();

    @Override
    public Finding examine(Subject subject, Server server) throws IOException {
        var commands = commands(subject, suffix(subject, server));
        var replies = server.connection().pipeline(commands.all());
        var missing = new LinkedHashSet<String>();
        var keys = new LinkedHashSet<String>();
        var unknown = new LinkedHashSet<String>();
        for (var i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof Failed failed) {
                sort(failed.message(), commands.all().get(i), missing, keys, unknown);
            }
        }
        return finding(server, commands.all().size(), missing, keys, unknown);
    }

    private static void sort(
            String message, String[] words, Set<String> missing, Set<String> keys, Set<String> unknown) {
        if (message.startsWith("NOPERM") && message.contains("key")) {
            keys.add(words[1]);
        } else if (message.startsWith("NOPERM")) {
            missing.add(ScratchCommands.right(words));
        } else if (message.startsWith("ERR unknown")) {
            unknown.add(words[0]);
        }
        // what full memory, a read-only replica or a broken disk refuses, other checks report
    }

    private static Finding finding(
            Server server, int tried, Set<String> missing, Set<String> keys, Set<String> unknown) {
        if (!missing.isEmpty()) {
            return Finding.fail(
                    "rights",
                    "This user of " + server.place() + " may not run all commands of the manager: "
                            + String.join(" ", missing) + ".",
                    "Run ACL SETUSER with these rules, and add them to the ACL file. " + SHIPPED);
        } else if (!keys.isEmpty()) {
            return Finding.fail(
                    "rights",
                    "This user of " + server.place() + " may not use keys that are named like "
                            + keys.iterator().next() + ".",
                    "Add their patterns (~...) to the user. " + SHIPPED);
        } else if (!unknown.isEmpty()) {
            return Finding.fail(
                    "rights",
                    server.place() + " does not know the commands " + String.join(", ", unknown) + ".",
                    "Upgrade to Redis 6.2 or newer.");
        }
        return Finding.ok("rights", tried + " commands tried, all permitted");
    }

    private static ScratchCommands commands(Subject subject, String suffix) {
        var settings = subject.target().settings();
        var commands = new ScratchCommands(subject.redis(), suffix);
        if (subject.events().recorded()) {
            commands.withEvents();
        }
        if (settings.consistency().securityWrites() == SecurityWrites.REPLICATED) {
            commands.withReplicas();
        }
        if (settings.consistency().readMode() == ReadMode.TRACKED) {
            commands.withTracking();
        }
        return subject.isCluster() ? commands.withCluster() : commands;
    }

    private String suffix(Subject subject, Server server) throws IOException {
        var drawn = new byte[6];
        random.nextBytes(drawn);
        var name = "doctor-" + HexFormat.of().formatHex(drawn);
        return subject.isCluster() ? tag(server) + ":" + name : name;
    }

    /** Returns a hash tag whose slot this master has, as its replies say. */
    private static String tag(Server server) throws IOException {
        for (var i = 0; i < MOST_TAGS; i++) {
            var tag = "{" + i + "}";
            RedisReply there = server.connection().command("EXISTS", tag);
            if (!there.isError("MOVED") && !there.isError("ASK") && !there.isError("CLUSTERDOWN")) {
                return tag;
            }
        }
        throw new IOException("It has no slot.");
    }
}
