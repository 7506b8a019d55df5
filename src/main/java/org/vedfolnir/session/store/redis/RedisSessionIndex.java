package org.vedfolnir.session.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.vedfolnir.session.event.Standing;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionIndex;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.execution.ShardReplies;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.script.ReplyValues;
import org.vedfolnir.session.store.redis.script.SessionIndexScripts;
import org.vedfolnir.session.store.redis.script.StandingsScript;
import org.vedfolnir.session.store.redis.script.UserIndexScripts;

/** The index of sessions in Redis, shard by shard. Thread-safe. */
final class RedisSessionIndex implements SessionIndex {

    private final ScriptRunner runner;
    private final ApplicationKeys keys;
    private final StandingsScript standings;
    private final UserIndexScripts scripts;
    private final UserIndex users;
    private final FailoverRecovery recovery;

    RedisSessionIndex(
            ScriptRunner runner,
            ApplicationKeys keys,
            StandingsScript standings,
            UserIndexScripts scripts,
            UserIndex users,
            FailoverRecovery recovery) {
        this.runner = runner;
        this.keys = keys;
        this.standings = standings;
        this.scripts = scripts;
        this.users = users;
        this.recovery = recovery;
    }

    private boolean isOneShard() {
        return keys.all().size() == 1;
    }

    @Override
    public List<Standing> standings(List<SessionId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var sessions = ids.stream().map(keys::session).toList();
        return isOneShard() ? standingsHere(sessions) : standingsOfAll(sessions);
    }

    private List<Standing> standingsHere(List<byte[]> sessions) {
        return ReplyValues.list(runner.executeIdempotent(standings.call(sessions))).stream()
                .map(StandingsScript::reply)
                .toList();
    }

    /** Sends one script for each session, since each may be in another slot. */
    private List<Standing> standingsOfAll(List<byte[]> sessions) {
        var answers = runner.executeEach(
                sessions.stream().map(key -> standings.call(List.of(key))).toList());
        if (answers.stream().allMatch(StoreUnavailableException.class::isInstance)) {
            throw (StoreUnavailableException) answers.get(0);
        }
        return answers.stream().map(RedisSessionIndex::standing).toList();
    }

    /** @param answer for one session, or the failure of a master that did not reply */
    private static Standing standing(Object answer) {
        return answer instanceof StoreUnavailableException
                ? new Standing.Unknown()
                : StandingsScript.reply(ReplyValues.at(ReplyValues.list(answer), 0));
    }

    @Override
    public Count count() {
        var counts = counts();
        return new Count(
                counts.some().stream().mapToLong(SessionIndexScripts::count).sum(),
                counts.answered(),
                counts.masters());
    }

    private ShardReplies counts() {
        return ShardReplies.ask(runner, keys.all(), SessionIndexScripts::count);
    }

    @Override
    public List<SessionId> list(int from, int most) {
        if (isOneShard()) {
            return list(keys.all().get(0), from, most);
        }
        var ids = new ArrayList<SessionId>();
        var counts = counts();
        var skipped = (long) from;
        for (var shard = 0; shard < keys.all().size() && ids.size() < most; shard++) {
            var count = counts.has(shard) ? SessionIndexScripts.count(counts.of(shard)) : 0;
            if (skipped < count) {
                ids.addAll(list(keys.all().get(shard), skipped, (int) Math.min(most - ids.size(), count - skipped)));
            }
            skipped = Math.max(0, skipped - count);
        }
        return ids;
    }

    private List<SessionId> list(ShardKeys of, long from, int most) {
        return SessionIndexScripts.ids(runner.executeIdempotent(SessionIndexScripts.list(of, from, from + most - 1)));
    }

    @Override
    public List<SessionId> sessionsOf(String user) {
        return users.sessionsOf(user);
    }

    @Override
    public void unlist(SessionId id, String user) {
        runner.executeIdempotent(scripts.withdraw(user, id));
    }

    @Override
    public void renew(BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        recovery.renew(owner);
    }
}
