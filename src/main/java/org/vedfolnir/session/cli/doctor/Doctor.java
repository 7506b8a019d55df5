package org.vedfolnir.session.cli.doctor;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.RedisStore;

/**
 * Examines settings, servers and sessions, from the outside in. What cannot be examined because an earlier step failed is left out.
 *
 * @param clock of this machine
 * @param findings gets each finding at once
 */
record Doctor(
        TargetOptions options,
        TargetOptions.Surroundings surroundings,
        InstantSource clock,
        Consumer<Finding> findings) {

    private static final List<Check> OF_SERVERS = List.of(
            Check.ofEach(ServerChecks::version),
            Check.ofEach(ServerChecks::eviction),
            Check.ofEach(ServerChecks::memory),
            Check.ofEach(ServerChecks::persistence),
            Check.ofEach(ServerChecks::replication),
            new RightsCheck().ofEach(),
            ((Check.OfServer) TimeChecks::clock).ofEach(),
            ((Check.OfServer) TimeChecks::latency).ofEach());

    void examine() {
        try {
            var source = options.source(surroundings);
            var set = Target.set(source);
            var target = options.target(surroundings);
            findings.accept(Finding.ok(
                            "settings",
                            set.size() + " set, all others have their defaults; application " + target.application())
                    .with(set));
            examine(target);
        } catch (IllegalArgumentException e) {
            findings.accept(Finding.fail("settings", String.valueOf(e.getMessage()), ""));
        }
    }

    private void examine(Target target) {
        var servers = new ConnectionChecks(target, findings).connect();
        if (servers.isEmpty()) {
            return;
        }
        try {
            var subject =
                    new Subject(target, servers, target.events(servers.get(0).connection()), clock);
            OF_SERVERS.forEach(check -> examine(check, subject));
            if (subject.isCluster()) {
                examine(new ClusterCheck(), subject);
            }
            examineSessions(subject);
        } finally {
            servers.forEach(each -> each.connection().close());
        }
    }

    /** Last, since opening a store takes longer than all the rest. */
    private void examineSessions(Subject subject) {
        try (var store = new RedisStore(subject.redis())) {
            examine(any -> StoreChecks.keys(subject, store), subject);
            var sessions = new SessionChecks(subject, Sample.of(subject));
            examine(any -> sessions.documents(), subject);
            examine(any -> sessions.lifetime(), subject);
            examine(any -> sessions.index(store.now()), subject);
            var diagnosis = store.diagnostics().diagnose();
            examine(any -> StoreChecks.events(subject, diagnosis), subject);
            examine(any -> StoreChecks.store(subject, diagnosis), subject);
        } catch (IOException | StoreUnavailableException e) {
            findings.accept(interrupted(e));
        }
    }

    private void examine(Check check, Subject subject) {
        try {
            findings.accept(check.examine(subject));
        } catch (IOException | StoreUnavailableException e) {
            findings.accept(interrupted(e));
        }
    }

    private static Finding interrupted(Exception e) {
        return Finding.fail(
                "connection",
                "Redis stopped serving during a check: " + e.getMessage(),
                "Read the log of Redis, and run doctor again.");
    }
}
