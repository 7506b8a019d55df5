package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.StoredSession;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;
import org.vedfolnir.session.store.failure.SessionMovedException;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.script.EndScript;
import org.vedfolnir.session.store.redis.script.PartsScript;
import org.vedfolnir.session.store.redis.script.SaveScript;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** Sessions in Redis. Thread-safe. */
final class RedisSessionStore implements SessionStore {

    private final RedisSettings settings;
    private final ScriptRunner runner;
    private final ApplicationKeys keys;
    private final Documents documents;
    private final SaveScript save;
    private final EndScript end;
    private final UserIndex users;
    private final ExpiredSessionRemoval expired;

    RedisSessionStore(
            RedisSettings settings,
            ScriptRunner runner,
            ApplicationKeys keys,
            Documents documents,
            SaveScript save,
            EndScript end,
            UserIndex users,
            ExpiredSessionRemoval expired) {
        this.settings = settings;
        this.runner = runner;
        this.keys = keys;
        this.documents = documents;
        this.save = save;
        this.end = end;
        this.users = users;
        this.expired = expired;
    }

    @Override
    public OpenResult open(SessionId id, DocumentTag known) {
        return documents.open(keys.session(id), known, true);
    }

    @Override
    public void onOpened(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        users.onOpened(id, lastAccess, idle, until, user);
    }

    @Override
    public Optional<StoredSession> peek(SessionId id) {
        return documents.open(keys.session(id), DocumentTag.NONE, false) instanceof OpenResult.Changed changed
                ? Optional.of(changed.session())
                : Optional.empty();
    }

    @Override
    public Map<Integer, byte[]> parts(SessionId id, List<Integer> numbers) {
        return PartsScript.reply(runner.executeIdempotent(PartsScript.call(keys.of(id), id, numbers)), numbers);
    }

    @Override
    public SaveResult save(SessionWrite write) {
        if (write.formerId() != null && !keys.inOneShard(write.formerId(), write.id())) {
            throw new IllegalArgumentException(
                    "On Redis Cluster a session stays in its shard, and the new id is in another one. Choose it by"
                            + " inOneStep.");
        }
        var full = users.beforeSave(write);
        if (full != null) {
            return full;
        }
        var of = keys.of(write.id());
        var saved =
                documents.save(write.expectedVersion(), sentAt -> save.call(write, of, sentAt), write.isOfSecurity());
        if (saved instanceof SaveResult.Saved) {
            users.afterSave(write);
        }
        return saved;
    }

    @Override
    public Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> parts) {
        var owner = settings.of(ended.context().application());
        var sent = documents.takeAway(end.call(owner, keys.of(id, owner), id, ended, parts));
        var reply = EndScript.reply(sent.value());
        if (reply instanceof EndScript.Reply.Moved) {
            throw new SessionMovedException();
        } else if (!(reply instanceof EndScript.Reply.Ended over)) {
            return Optional.empty();
        } else {
            users.onEnded(owner, ended.context().user(), id);
            if (sent.isUnsafe()) {
                throw new EndNotReplicatedException(sent.copied().explanation(sent.place()), over.parts());
            }
            return Optional.of(over.parts());
        }
    }

    @Override
    public List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        return expired.expire(most, ended);
    }
}
