package org.vedfolnir.benchmark.driver;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that can be compared. A new one is one more line here, and a module when its class path is new. */
final class Competitors {

    static final String OURS = "vedfolnir";
    static final String FLOOR = "floor";

    private static final String SERVER = "org.vedfolnir.benchmark.server.";

    private Competitors() {}

    static List<Competitor> all() {
        return List.of(
                ours("vedfolnir-plain", Map.of()),
                ours("vedfolnir-tracked", Map.of("readMode", "tracked")),
                ours("vedfolnir-sealed", Map.of("encryptionKeys", key())),
                manager(
                        "standard-manager",
                        "server",
                        "org.apache.catalina.session.StandardManager",
                        Map.of("pathname", ""),
                        false),
                redisson("redisson-redis", "REDIS"),
                redisson("redisson-memory", "MEMORY"),
                spring("spring-session", "plain"),
                spring("spring-session-indexed", "indexed"),
                new Competitor(
                        FLOOR,
                        "floor",
                        "org.vedfolnir.benchmark.floor.FloorContestant",
                        Map.of("redisUrl", "{redis}"),
                        false));
    }

    private static Competitor ours(String name, Map<String, String> settings) {
        var all = new LinkedHashMap<>(settings);
        all.put("redisUrl", "{redis}");
        return manager(name, OURS, "org.vedfolnir.session.VedfolnirSessionManager", all, true);
    }

    private static Competitor manager(
            String name, String library, String manager, Map<String, String> settings, boolean shared) {
        var all = new LinkedHashMap<>(settings);
        all.put("manager", manager);
        return new Competitor(name, library, SERVER + "ManagerContestant", all, shared);
    }

    private static Competitor redisson(String name, String readMode) {
        return new Competitor(
                name,
                "redisson-tomcat",
                "org.vedfolnir.benchmark.redisson.RedissonContestant",
                Map.of("redisUrl", "{redis}", "readMode", readMode, "updateMode", "DEFAULT"),
                true);
    }

    private static Competitor spring(String name, String repository) {
        return new Competitor(
                name,
                "spring-session",
                "org.vedfolnir.benchmark.spring.SpringContestant",
                Map.of("redisUrl", "{redis}", "repository", repository),
                true);
    }

    private static String key() {
        var key = new byte[32];
        new java.security.SecureRandom().nextBytes(key);
        return "benchmark:" + Base64.getEncoder().encodeToString(key);
    }

    /** Those named, in the order of {@link #all}. */
    static List<Competitor> named(String names) {
        var wanted = Arrays.asList(names.split(","));
        var all = all();
        var known = all.stream().map(Competitor::name).toList();
        for (var name : wanted) {
            if (!known.contains(name)) {
                throw new WrongCommandException(
                        "There is no contestant " + name + ". There are: " + String.join(", ", known));
            }
        }
        return all.stream().filter(each -> wanted.contains(each.name())).collect(Collectors.toList());
    }
}
