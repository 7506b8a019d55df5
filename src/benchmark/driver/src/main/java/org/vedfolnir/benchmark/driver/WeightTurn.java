package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;

/** What an idle session weighs: in Redis, with all that points at it, and in the heap of the server that made it. */
final class WeightTurn {

    private static final int BATCH = 1000;
    private static final int WARM_UP = 200;

    private final Competitor competitor;
    private final RedisUnderLoad redis;
    private final ServerProcess server;

    WeightTurn(Competitor competitor, RedisUnderLoad redis, ServerProcess server) {
        this.competitor = competitor;
        this.redis = redis;
        this.server = server;
    }

    Sample weigh(int sessions) throws IOException {
        Sessions.make(competitor, server.port(), "/create", WARM_UP, 16);
        redis.flush();
        var heap = server.heap();
        var used = redis.usedMemory();
        Sessions.make(competitor, server.port(), "/create", sessions, 16);
        var usedAfter = redis.usedMemory();
        var keys = keys();
        return new Sample(
                1,
                competitor.name(),
                "weight",
                Map.of(
                        "sessions", (double) sessions,
                        "keys_per_session", (double) keys.size() / sessions,
                        "redis_key_bytes_per_session", (double) bytes(keys) / sessions,
                        "redis_used_bytes_per_session", (double) (usedAfter - used) / sessions,
                        "heap_bytes_per_session", (double) (server.heap() - heap) / sessions));
    }

    private ArrayList<String> keys() throws IOException {
        var keys = new ArrayList<String>();
        var cursor = "0";
        do {
            var answer = redis.connection()
                    .ask("SCAN", cursor, "COUNT", Integer.toString(BATCH))
                    .split("\n", 2);
            cursor = answer[0];
            if (answer.length > 1 && !answer[1].isEmpty()) {
                keys.addAll(Arrays.asList(answer[1].split("\n")));
            }
        } while (!cursor.equals("0"));
        return keys;
    }

    private long bytes(ArrayList<String> keys) throws IOException {
        var sum = 0L;
        for (var from = 0; from < keys.size(); from += BATCH) {
            var batch = keys.subList(from, Math.min(keys.size(), from + BATCH)).stream()
                    .map(key -> new String[] {"MEMORY", "USAGE", key, "SAMPLES", "0"})
                    .toList();
            for (var answer : redis.connection().askAll(batch)) {
                sum += answer.isEmpty() ? 0 : Long.parseLong(answer);
            }
        }
        return sum;
    }
}
