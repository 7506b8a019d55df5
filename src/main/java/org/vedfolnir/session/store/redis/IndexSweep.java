package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.script.NodeScripts;
import org.vedfolnir.session.store.redis.script.OpenScript;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.script.SessionIndexScripts;

/**
 * After a failover of a Redis Cluster, adds all sessions to their users' indexes again, which may have been on the
 * failed master. One node does it for all, in small steps. Used by one thread at a time.
 */
final class IndexSweep {

    private static final System.Logger LOG = System.getLogger(IndexSweep.class.getName());

    /** The number of documents that are read at once; that delays other requests by as much as a few requests. */
    static final int PAGE = 50;
    /** Per call; a node calls every ten seconds. */
    private static final long MOST_NANOS = Duration.ofMillis(250).toNanos();
    /** Two of three calls may be late. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration DONE_FOR = Duration.ofDays(1);

    private final ScriptRunner runner;
    private final NodeScripts nodes;
    private final List<ShardKeys> shards;
    private final ClusterUserIndex users;
    /** Failovers that a sweep of any node has covered. */
    private final Set<String> done = new HashSet<>();

    private @Nullable Position position;

    /**
     * Walks backwards through a shard's sessions, so that a session that is removed meanwhile moves no other past it.
     */
    private static final class Position {
        private final String failover;
        /** The first one is in progress; the others follow. */
        private final Deque<Integer> shards;

        private long below = -1;
        private boolean whole = true;

        Position(String failover, int shards) {
            this.failover = failover;
            this.shards = IntStream.range(0, shards).boxed().collect(Collectors.toCollection(ArrayDeque::new));
        }

        boolean isDone() {
            return shards.isEmpty();
        }

        /** An incomplete shard is repeated after all others. */
        void next() {
            var shard = shards.removeFirst();
            if (!whole) {
                shards.addLast(shard);
            }
            below = -1;
            whole = true;
        }
    }

    IndexSweep(ScriptRunner runner, NodeScripts nodes, List<ShardKeys> shards, ClusterUserIndex users) {
        this.runner = runner;
        this.nodes = nodes;
        this.shards = shards;
        this.users = users;
    }

    /** @param failovers those of the last hour: one sweep after the last of them covers all */
    void proceed(List<String> failovers, BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        done.retainAll(failovers);
        var last = failovers.isEmpty() ? null : failovers.get(failovers.size() - 1);
        if (last == null || done.contains(last)) {
            position = null;
            return;
        }
        switch (NodeScripts.turn(runner.executeIdempotent(nodes.turn(last, LEASE)))) {
            case DONE -> done.add(last);
            case MINE -> sweep(last, owner);
            case ANOTHERS -> {
                // that node does it for all
            }
        }
    }

    /** Whether a sweep of any node came after one of these. */
    boolean isDoneAfter(List<String> failovers) {
        return failovers.stream().anyMatch(done::contains);
    }

    private void sweep(String failover, BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        if (position == null || !position.failover.equals(failover)) {
            position = new Position(failover, shards.size());
        }
        proceed(position, owner);
        if (position.isDone()) {
            runner.executeIdempotent(nodes.done(failover, DONE_FOR));
            done.add(failover);
            LOG.log(
                    System.Logger.Level.INFO,
                    "After the failover, all sessions were added to the lists of their users again.");
        }
    }

    /** A master that is away delays only its own shards. */
    private void proceed(Position at, BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        var until = System.nanoTime() + MOST_NANOS;
        var failed = 0;
        while (!at.isDone() && System.nanoTime() - until < 0) {
            try {
                page(at, owner);
            } catch (StoreUnavailableException e) {
                at.whole = false;
                at.next();
                if (++failed >= at.shards.size()) {
                    throw e;
                }
            }
        }
    }

    private void page(Position at, BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        var shard = shards.get(at.shards.getFirst());
        if (at.below < 0) {
            at.below = SessionIndexScripts.count(runner.executeIdempotent(SessionIndexScripts.countAll(shard)));
        }
        var from = Math.max(0, at.below - PAGE);
        if (at.below > 0) {
            at.whole &= enter(
                    SessionIndexScripts.ids(
                            runner.executeIdempotent(SessionIndexScripts.list(shard, from, at.below - 1))),
                    owner);
        }
        at.below = from;
        if (from == 0) {
            at.next();
        }
    }

    /** @return false if the indexes of some users are out of reach */
    private boolean enter(List<SessionId> ids, BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        var found = runner.executeAll(ids.stream().map(users::peek).toList());
        var entries = new ArrayList<ScriptCall>();
        for (var i = 0; i < ids.size(); i++) {
            if (found.get(i) instanceof List<?> document) {
                var id = ids.get(i);
                owner.apply(id, OpenScript.document(document)).ifPresent(whose -> entries.add(users.entry(id, whose)));
            }
        }
        return runner.executeEach(entries).stream().noneMatch(StoreUnavailableException.class::isInstance);
    }
}
