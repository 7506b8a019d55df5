package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;
import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.data;
import static org.vedfolnir.session.store.redis.script.ReplyValues.id;
import static org.vedfolnir.session.store.redis.script.ReplyValues.list;
import static org.vedfolnir.session.store.redis.script.ReplyValues.number;
import static org.vedfolnir.session.store.redis.script.ReplyValues.parts;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.script.EventArguments;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** Takes sessions whose time is over out of Redis, shard by shard. Thread-safe. */
final class ExpiredSessionRemoval {

    /** How long a node has to remove the expired sessions that it took; the others follow up a node that died meanwhile. */
    static final Duration LEASE = Duration.ofSeconds(10);
    /** As much as a node takes at once: what is read of it is in memory while the listeners are told. */
    private static final long MOST_BYTES = 4 << 20;
    /** What a script says of a session that it did not touch, since its slot is on the way to another master. */
    private static final String APART = "apart";

    private final ScriptRunner runner;
    private final RedisSettings settings;
    private final List<ShardKeys> shards;
    private final @Nullable ClusterUserIndex indexes;
    private final byte[] grace;
    /** Where the next call begins, so that no shard always comes last. */
    private final AtomicInteger turn = new AtomicInteger();

    ExpiredSessionRemoval(
            ScriptRunner runner, RedisSettings settings, List<ShardKeys> shards, @Nullable ClusterUserIndex indexes) {
        this.runner = runner;
        this.settings = settings;
        this.shards = shards;
        this.indexes = indexes;
        this.grace = bytes(settings.grace().toMillis());
    }

    /** A shard whose master is away waits for the next call. */
    List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        var expired = new ArrayList<ExpiredSession>();
        var first = turn.getAndIncrement();
        var failed = 0;
        for (var i = 0; i < shards.size() && expired.size() < most; i++) {
            try {
                var shard = shards.get(Math.floorMod(first + i, shards.size()));
                expired.addAll(expire(shard, most - expired.size(), ended));
            } catch (StoreUnavailableException e) {
                failed++;
                if (failed == shards.size()) {
                    throw e;
                }
            }
        }
        return expired;
    }

    /** Sessions that were used since they were indexed cost a look each; they must not hide those that are over behind them. */
    private List<ExpiredSession> expire(ShardKeys shard, int most, Function<ExpiredSession, NewEvent> ended) {
        var expired = new ArrayList<ExpiredSession>();
        List<?> due;
        do {
            due = claim(shard, most);
            var claimed = new ArrayList<ExpiredSession>();
            for (var i = 1; i + 1 < due.size(); i += 2) {
                claimed.add(new ExpiredSession(id(at(due, i)), data(at(due, i + 1)), Map.of()));
            }
            expired.addAll(remove(shard, claimed, ended));
        } while (expired.isEmpty() && number(at(due, 0)) >= most);
        return expired;
    }

    /** The nodes share the work: while the lease lasts, no other node is given the same ones. */
    private List<?> claim(ShardKeys shard, int most) {
        return list(runner.runTwice(
                Script.CLAIM,
                List.of(shard.expiries()),
                shard.prefix(),
                bytes(most),
                grace,
                bytes(LEASE.toMillis()),
                bytes(MOST_BYTES)));
    }

    private List<ExpiredSession> remove(
            ShardKeys shard, List<ExpiredSession> claimed, Function<ExpiredSession, NewEvent> ended) {
        if (claimed.isEmpty()) {
            return List.of();
        }
        var events = claimed.stream().map(ended).toList();
        var arguments = new ArrayList<Object>();
        arguments.add(shard.prefix());
        arguments.add(grace);
        arguments.add(shard.eventBytes());
        for (var i = 0; i < claimed.size(); i++) {
            addEnd(arguments, claimed.get(i).id(), events.get(i));
        }
        var sent = runner.ask(Script.EXPIRE, List.of(shard.expiries(), shard.events()), arguments.toArray());
        var answers = list(sent.value());
        var removed = new ArrayList<ExpiredSession>();
        for (var i = 0; i < claimed.size(); i++) {
            var answer = list(at(answers, i));
            if (isRemoved(answer, sent.again())) {
                var session = claimed.get(i);
                removed.add(new ExpiredSession(session.id(), session.document(), parts(answer)));
                if (indexes != null) {
                    indexes.forget(settings, events.get(i).context().user(), session.id());
                }
            }
        }
        return removed;
    }

    /** Nobody else has the lease: what the second try does not find was removed by the first, whose answer was lost. */
    private static boolean isRemoved(List<?> answer, boolean again) {
        return answer.isEmpty() ? again : !APART.equals(text(at(answer, 0)));
    }

    private void addEnd(List<Object> arguments, SessionId id, NewEvent ended) {
        var user = indexes == null ? ended.context().user() : null;
        arguments.add(bytes(id.value()));
        arguments.add(bytes(user == null ? "" : settings.userIndex(user)));
        EventArguments.counted(arguments, settings.recording().recorded() ? EventFields.of(ended) : Map.of());
    }
}
