package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.ScriptValues.at;
import static org.vedfolnir.session.store.redis.ScriptValues.bytes;
import static org.vedfolnir.session.store.redis.ScriptValues.data;
import static org.vedfolnir.session.store.redis.ScriptValues.id;
import static org.vedfolnir.session.store.redis.ScriptValues.list;
import static org.vedfolnir.session.store.redis.ScriptValues.number;
import static org.vedfolnir.session.store.redis.ScriptValues.parts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.SessionId;

/** Takes sessions whose time is over out of a Redis that holds all of them; {@link SlotBySlot} does so on Redis Cluster. Thread-safe. */
final class ExpiredSessions {

    /** How long a node has to remove the expired sessions that it took; the others follow up a node that died meanwhile. */
    static final Duration LEASE = Duration.ofSeconds(10);
    /** As much as a node takes at once: what is read of it is in memory while the listeners are told. */
    private static final long MOST_BYTES = 4 << 20;

    private final ScriptRunner runner;
    private final RedisSettings settings;
    private final byte[] expiries;
    private final byte[] grace;

    ExpiredSessions(ScriptRunner runner, RedisSettings settings) {
        this.runner = runner;
        this.settings = settings;
        this.expiries = bytes(settings.expiries());
        this.grace = bytes(settings.grace().toMillis());
    }

    /** Sessions that were used since they were indexed cost a look each; they must not hide those that are over behind them. */
    List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        var expired = new ArrayList<ExpiredSession>();
        List<?> due;
        do {
            due = claim(most);
            var claimed = new ArrayList<ExpiredSession>();
            for (var i = 1; i + 1 < due.size(); i += 2) {
                claimed.add(new ExpiredSession(id(at(due, i)), data(at(due, i + 1)), Map.of()));
            }
            expired.addAll(remove(claimed, ended));
        } while (expired.isEmpty() && number(at(due, 0)) >= most);
        return expired;
    }

    /** The nodes share the work: while the lease lasts, no other node is given the same ones. */
    private List<?> claim(int most) {
        return list(runner.runTwice(
                Script.CLAIM,
                List.of(expiries),
                bytes(settings.keyPrefix()),
                bytes(most),
                grace,
                bytes(LEASE.toMillis()),
                bytes(MOST_BYTES)));
    }

    private List<ExpiredSession> remove(List<ExpiredSession> claimed, Function<ExpiredSession, NewEvent> ended) {
        if (claimed.isEmpty()) {
            return List.of();
        }
        var arguments = new ArrayList<Object>();
        arguments.add(bytes(settings.keyPrefix()));
        arguments.add(grace);
        arguments.add(bytes(settings.recording().bytes()));
        claimed.forEach(session -> addEnd(arguments, session.id(), ended.apply(session)));
        var sent = runner.ask(Script.EXPIRE, List.of(expiries, bytes(settings.events())), arguments.toArray());
        var answers = list(sent.value());
        var removed = new ArrayList<ExpiredSession>();
        for (var i = 0; i < claimed.size(); i++) {
            var answer = list(at(answers, i));
            // nobody else has the lease: what the second try does not find was removed by the first, whose answer was
            // lost
            if (!answer.isEmpty() || sent.again()) {
                var session = claimed.get(i);
                removed.add(new ExpiredSession(session.id(), session.document(), parts(answer)));
            }
        }
        return removed;
    }

    private void addEnd(List<Object> arguments, SessionId id, NewEvent ended) {
        var user = ended.context().user();
        arguments.add(bytes(id.value()));
        arguments.add(bytes(user == null ? "" : settings.userIndex(user)));
        EventArguments.counted(arguments, settings.recording().recorded() ? EventFields.of(ended) : Map.of());
    }
}
