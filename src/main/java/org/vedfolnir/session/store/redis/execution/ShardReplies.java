package org.vedfolnir.session.store.redis.execution;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.script.ScriptCall;

/**
 * The replies of all shards to a parallel call. If a master of a Redis Cluster does not answer, the replies of its
 * shards are missing, and it is counted. Immutable.
 */
public final class ShardReplies {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final List<Object> answers;
    private final Set<Optional<String>> masters = new HashSet<>();
    private final Set<Optional<String>> silent = new HashSet<>();

    /** @param answers in the order of the shards; in the place of a missing reply, the failure */
    private ShardReplies(List<Object> answers) {
        this.answers = answers;
    }

    /**
     * Calls each shard, in the time of one command.
     *
     * @param call creates the call for a shard
     * @throws StoreUnavailableException if none answers
     */
    public static ShardReplies call(ScriptRunner runner, List<ShardKeys> shards, Function<ShardKeys, ScriptCall> call) {
        var calls = shards.stream().map(call).toList();
        var replies = new ShardReplies(runner.executeEach(calls));
        if (IntStream.range(0, shards.size()).noneMatch(replies::has)) {
            throw replies.failure();
        }
        for (var shard = 0; shard < calls.size(); shard++) {
            var place = runner.place(calls.get(shard).keys());
            replies.masters.add(place);
            if (!replies.has(shard)) {
                replies.silent.add(place);
            }
        }
        return replies;
    }

    public boolean has(int shard) {
        return !(answers.get(shard) instanceof StoreUnavailableException);
    }

    /** Returns the reply of a shard for which {@link #has} is true. */
    public Object of(int shard) {
        return answers.get(shard);
    }

    /** Returns the replies that arrived. */
    public List<Object> arrived() {
        return IntStream.range(0, answers.size())
                .filter(this::has)
                .mapToObj(answers::get)
                .toList();
    }

    public int masters() {
        return masters.size();
    }

    public int answered() {
        return masters.size() - silent.size();
    }

    /**
     * Returns all replies, for a result that is wrong if one is missing.
     *
     * @param what the unknown result, for the message
     */
    public List<Object> all(String what) {
        if (!silent.isEmpty()) {
            throw new StoreUnavailableException(
                    what + " is not known now: " + answered() + " of " + masters()
                            + " masters of the Redis Cluster answered. "
                            + failure().getMessage(),
                    RETRY_AFTER,
                    failure());
        }
        return answers;
    }

    private StoreUnavailableException failure() {
        return answers.stream()
                .filter(StoreUnavailableException.class::isInstance)
                .map(StoreUnavailableException.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
