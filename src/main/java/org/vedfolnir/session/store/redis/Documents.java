package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.StoredSession;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.ScriptReply;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.script.OpenScript;
import org.vedfolnir.session.store.redis.script.SaveScript;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.script.StoreClock;

/**
 * Opens and saves documents, of sessions and of sign-ons. Thread-safe.
 *
 * @param replicated whether changes that revoke rights wait for a replica ({@code securityWrites})
 */
record Documents(ScriptRunner runner, OpenScript open, StoreClock clock, boolean replicated) {

    /** @param use whether the end of the document moves */
    OpenResult open(byte[] key, DocumentTag known, boolean use) {
        return OpenScript.reply(opened(key, known, use), known, clock);
    }

    /**
     * Reads documents without moving their ends, all at once; empty in the place of one that is not there, or whose Redis
     * does not answer while others do.
     */
    List<Optional<StoredSession>> peek(List<byte[]> keys) {
        var answers = runner.executeEach(keys.stream().map(open::peek).toList());
        var failed = answers.stream()
                .filter(StoreUnavailableException.class::isInstance)
                .toList();
        if (!failed.isEmpty() && failed.size() == answers.size()) {
            throw (StoreUnavailableException) failed.get(0);
        }
        return answers.stream()
                .map(answer -> answer instanceof List<?> document
                        ? Optional.of(OpenScript.stored(document, clock))
                        : Optional.<StoredSession>empty())
                .toList();
    }

    /** A Redis whose disk is full rejects moving the end, but still has the document. */
    private Object opened(byte[] key, DocumentTag known, boolean use) {
        try {
            return runner.executeIdempotent(open.call(key, known, use));
        } catch (StoreRefusedException e) {
            if (use && e.readable()) {
                return opened(key, known, false);
            }
            throw e;
        }
    }

    /**
     * Sends a save. If it is too late by Redis' clock, sends it once more with Redis' time: this node's time may be
     * wrong, since Redis' clock was set or another Redis serves. After a lost reply it is unknown whether a newer
     * version contains the change: saving it again would apply it twice.
     *
     * @param expected the version that it is based on
     * @param call creates the call anew for each try; its argument is the time of sending for version 0, otherwise 0
     * @param takesRights whether it may revoke rights: then it may wait for a replica. If no replica has it in time,
     *     that is counted and logged, and the change stays: undoing it would sign the user out
     */
    SaveResult save(long expected, LongFunction<ScriptCall> call, boolean takesRights) {
        var sentAt = expected == 0 ? clock.now() : 0;
        for (var i = 0; i < 2; i++) {
            var sent = send(call.apply(sentAt), takesRights);
            if (!SaveScript.isLate(sent.value())) {
                var saved = SaveScript.reply(sent.value(), clock);
                if (saved instanceof SaveResult.Stale && sent.again()) {
                    throw runner.unavailable();
                }
                return saved;
            }
            sentAt = clock.update(SaveScript.lateAt(sent.value()));
        }
        throw runner.unavailable();
    }

    /** Runs a script that revokes rights. */
    ScriptReply takeAway(ScriptCall call) {
        return send(call, true);
    }

    private ScriptReply send(ScriptCall call, boolean takesRights) {
        return replicated && takesRights ? runner.executeReplicated(call) : runner.execute(call);
    }
}
