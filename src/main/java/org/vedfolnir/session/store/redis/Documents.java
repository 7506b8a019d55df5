package org.vedfolnir.session.store.redis;

import java.util.function.LongFunction;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.redis.execution.ScriptReply;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.script.OpenScript;
import org.vedfolnir.session.store.redis.script.SaveScript;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.script.StoreClock;

/**
 * Opens and saves documents, of sessions and of sign-ons. Thread-safe.
 *
 * @param replicated whether what takes rights away waits for a replica ({@code securityWrites})
 */
record Documents(ScriptRunner runner, OpenScript open, StoreClock clock, boolean replicated) {

    /** @param use whether the end of what lies there moves */
    OpenResult open(byte[] key, DocumentTag known, boolean use) {
        return OpenScript.reply(opened(key, known, use), known, clock);
    }

    /** A Redis whose disk is full refuses to move an end, and still has what lies there. */
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
     * Sends a save. What comes too late by Redis' clock goes once more, with its time: this node may have had it wrong, since Redis' clock
     * was set, or another Redis serves. After a lost answer nobody can tell whether a newer version contains the change: a second time it would count
     * twice.
     *
     * @param expected the version that it builds on
     * @param call made anew for each time; from when it is sent, for version 0, else from 0
     * @param takesRights whether it may take rights away: then it may wait for a replica. When none has it in time it is counted and said, and the
     *     change stays: to take it back would sign the visitor out
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
            sentAt = clock.told(SaveScript.lateAt(sent.value()));
        }
        throw runner.unavailable();
    }

    /** Runs a script that takes rights away. */
    ScriptReply takeAway(ScriptCall call) {
        return send(call, true);
    }

    private ScriptReply send(ScriptCall call, boolean takesRights) {
        return replicated && takesRights ? runner.executeReplicated(call) : runner.execute(call);
    }
}
