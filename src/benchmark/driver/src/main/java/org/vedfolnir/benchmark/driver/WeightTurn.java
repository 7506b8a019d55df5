package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

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
        var bytes = bytes(keys);
        var figures = new LinkedHashMap<String, Double>();
        figures.put("sessions", (double) sessions);
        figures.put("keys_per_session", (double) keys.size() / sessions);
        figures.put("redis_key_bytes_per_session", each(bytes, type -> true, sessions));
        figures.put("redis_index_bytes_per_session", each(bytes, type -> type.endsWith("set"), sessions));
        figures.put("redis_event_bytes_per_session", each(bytes, "stream"::equals, sessions));
        figures.put("redis_used_bytes_per_session", (double) (usedAfter - used) / sessions);
        figures.put("heap_bytes_per_session", (double) (server.heap() - heap) / sessions);
        return new Sample(1, competitor.name(), "weight", figures);
    }

    private static double each(Map<String, Long> bytes, Predicate<String> type, int sessions) {
        return bytes.entrySet().stream()
                        .filter(entry -> type.test(entry.getKey()))
                        .mapToDouble(Map.Entry::getValue)
                        .sum()
                / sessions;
    }

    private List<String> keys() throws IOException {
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

    /** Bytes of all keys, by the type of the key. */
    private Map<String, Long> bytes(List<String> keys) throws IOException {
        var sums = new HashMap<String, Long>();
        for (var from = 0; from < keys.size(); from += BATCH) {
            var batch = keys.subList(from, Math.min(keys.size(), from + BATCH));
            var types = ask(batch, key -> new String[] {"TYPE", key});
            var sizes = ask(batch, key -> new String[] {"MEMORY", "USAGE", key, "SAMPLES", "0"});
            for (var i = 0; i < sizes.size(); i++) {
                sums.merge(types.get(i), sizes.get(i).isEmpty() ? 0 : Long.parseLong(sizes.get(i)), Long::sum);
            }
        }
        return sums;
    }

    private List<String> ask(List<String> keys, Function<String, String[]> command) throws IOException {
        return redis.connection().askAll(keys.stream().map(command).toList());
    }
}
