package org.vedfolnir.session.store.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionIndex;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.StoredSession;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.execution.ShardReplies;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.script.ReplyValues;
import org.vedfolnir.session.store.redis.script.SessionIndexScripts;
import org.vedfolnir.session.store.redis.script.StatusScript;
import org.vedfolnir.session.store.redis.script.UserIndexScripts;

/** The index of sessions in Redis, shard by shard. Thread-safe. */
final class RedisSessionIndex implements SessionIndex {

    private final ScriptRunner runner;
    private final ApplicationKeys keys;
    private final Documents documents;
    private final StatusScript statusScript;
    private final UserIndexScripts scripts;
    private final UserIndex users;
    private final FailoverRecovery recovery;

    RedisSessionIndex(
            ScriptRunner runner,
            ApplicationKeys keys,
            Documents documents,
            StatusScript statusScript,
            UserIndexScripts scripts,
            UserIndex users,
            FailoverRecovery recovery) {
        this.runner = runner;
        this.keys = keys;
        this.documents = documents;
        this.statusScript = statusScript;
        this.scripts = scripts;
        this.users = users;
        this.recovery = recovery;
    }

    private boolean isOneShard() {
        return keys.all().size() == 1;
    }

    @Override
    public List<SessionStatus> statuses(List<SessionId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var sessions = ids.stream().map(keys::session).toList();
        return isOneShard() ? statusesHere(sessions) : statusesOfAll(sessions);
    }

    private List<SessionStatus> statusesHere(List<byte[]> sessions) {
        return ReplyValues.list(runner.executeIdempotent(statusScript.call(sessions))).stream()
                .map(StatusScript::reply)
                .toList();
    }

    /** Sends one script for each session, since each may be in another slot. */
    private List<SessionStatus> statusesOfAll(List<byte[]> sessions) {
        var answers = runner.executeEach(
                sessions.stream().map(key -> statusScript.call(List.of(key))).toList());
        if (answers.stream().allMatch(StoreUnavailableException.class::isInstance)) {
            throw (StoreUnavailableException) answers.get(0);
        }
        return answers.stream().map(RedisSessionIndex::status).toList();
    }

    /** @param answer for one session, or the failure of a master that did not reply */
    private static SessionStatus status(Object answer) {
        return answer instanceof StoreUnavailableException
                ? new SessionStatus.Unknown()
                : StatusScript.reply(ReplyValues.at(ReplyValues.list(answer), 0));
    }

    @Override
    public Count count() {
        var counts = counts();
        return new Count(
                counts.arrived().stream().mapToLong(SessionIndexScripts::count).sum(),
                counts.answered(),
                counts.masters());
    }

    private ShardReplies counts() {
        return ShardReplies.call(runner, keys.all(), SessionIndexScripts::count);
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
    public Map<SessionId, StoredSession> peek(List<SessionId> ids) {
        var answers = documents.peek(ids.stream().map(keys::session).toList());
        var found = new LinkedHashMap<SessionId, StoredSession>();
        for (var i = 0; i < ids.size(); i++) {
            var id = ids.get(i);
            answers.get(i).ifPresent(stored -> found.put(id, stored));
        }
        return found;
    }

    @Override
    public List<SessionId> sessionsOf(String user) {
        return users.sessionsOf(user);
    }

    @Override
    public void removeFromUser(SessionId id, String user) {
        runner.executeIdempotent(scripts.withdraw(user, id));
    }

    @Override
    public void renew(BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        recovery.renew(owner);
    }
}
