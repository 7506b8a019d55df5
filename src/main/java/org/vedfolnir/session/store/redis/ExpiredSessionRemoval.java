package org.vedfolnir.session.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.script.ExpiryScripts;
import org.vedfolnir.session.store.redis.script.ExpiryScripts.Claim;
import org.vedfolnir.session.store.redis.script.ExpiryScripts.Removal;
import org.vedfolnir.session.store.redis.script.ReplyValues;

/** Removes expired sessions from Redis, shard by shard. Thread-safe. */
final class ExpiredSessionRemoval {

    private final ScriptRunner runner;
    private final ExpiryScripts scripts;
    private final List<ShardKeys> shards;
    private final UserIndex users;
    /** The shard where the next call begins, so that no shard always comes last. */
    private final AtomicInteger firstShard = new AtomicInteger();

    ExpiredSessionRemoval(ScriptRunner runner, ExpiryScripts scripts, List<ShardKeys> shards, UserIndex users) {
        this.runner = runner;
        this.scripts = scripts;
        this.shards = shards;
        this.users = users;
    }

    /** Skips a shard whose master is away until the next call. */
    List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        var expired = new ArrayList<ExpiredSession>();
        var first = firstShard.getAndIncrement();
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

    /**
     * Repeats while a page contains only sessions that were used since they were indexed, so that these do not hide
     * expired ones behind them.
     */
    private List<ExpiredSession> expire(ShardKeys shard, int most, Function<ExpiredSession, NewEvent> ended) {
        List<ExpiredSession> expired;
        Claim due;
        do {
            due = ExpiryScripts.claimed(runner.executeIdempotent(scripts.claim(shard, most)));
            expired = remove(shard, due.sessions(), ended);
        } while (expired.isEmpty() && due.examined() >= most);
        return expired;
    }

    private List<ExpiredSession> remove(
            ShardKeys shard, List<ExpiredSession> claimed, Function<ExpiredSession, NewEvent> ended) {
        if (claimed.isEmpty()) {
            return List.of();
        }
        var events = claimed.stream().map(ended).toList();
        var sent = runner.execute(scripts.expire(shard, claimed, events));
        var answers = ReplyValues.list(sent.value());
        var removed = new ArrayList<ExpiredSession>();
        for (var i = 0; i < claimed.size(); i++) {
            if (ExpiryScripts.removal(ReplyValues.at(answers, i), sent.again()) instanceof Removal.Removed gone) {
                var session = claimed.get(i);
                removed.add(new ExpiredSession(session.id(), session.document(), gone.parts()));
                users.onEnded(scripts.settings(), events.get(i).context().user(), session.id());
            }
        }
        return removed;
    }
}
