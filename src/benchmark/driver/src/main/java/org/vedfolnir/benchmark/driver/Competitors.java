package org.vedfolnir.benchmark.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that can be compared. A new one is one more line here, and a module when its class path is new. */
final class Competitors {

    /** The manager that was built just now. */
    static final Path OURS = Path.of("target/vedfolnir-session-manager.jar");

    /** The manager of {@code --against}. */
    static final String AGAINST = "vedfolnir-against";

    static final String PLAIN = "vedfolnir-plain";

    static final String SEALED = "vedfolnir-sealed";

    static final String TRACKED = "vedfolnir-tracked";

    static final String SPRING = "spring-session";

    static final String FLOOR = "floor";

    static final String STANDARD = "standard-manager";

    /** The library of a server with nothing but Tomcat; the jar of our manager brings what it needs. */
    private static final String BARE = "server";

    private static final String MANAGER = "org.vedfolnir.benchmark.server.ManagerContestant";

    private static final String FACES = "org.vedfolnir.benchmark.faces.FacesContestant";

    private Competitors() {}

    static List<Competitor> all() {
        return List.of(
                ours(PLAIN, Map.of()),
                ours(TRACKED, Map.of("readMode", "tracked")),
                ours("vedfolnir-isolated", Map.of("concurrency", "isolated")),
                ours(SEALED, Map.of("encryptionKeys", key())),
                standardManager(),
                redisson("redisson-redis", "REDIS"),
                redisson("redisson-memory", "MEMORY"),
                spring(SPRING, "plain"),
                spring("spring-session-indexed", "indexed"),
                new Competitor(
                        FLOOR,
                        "floor",
                        Optional.empty(),
                        "org.vedfolnir.benchmark.floor.FloorContestant",
                        Map.of("redisUrl", "{redis}"),
                        false));
    }

    private static Competitor ours(String name, Map<String, String> settings) {
        return ours(name, OURS, settings);
    }

    private static Competitor ours(String name, Path jar, Map<String, String> settings) {
        var all = new LinkedHashMap<>(settings);
        all.put("redisUrl", "{redis}");
        all.put("manager", "org.vedfolnir.session.VedfolnirSessionManager");
        return new Competitor(name, BARE, Optional.of(jar), MANAGER, all, true);
    }

    /** The same manager below the page of the module {@code faces}. */
    static Competitor onFaces(Competitor competitor, Map<String, String> page) {
        if (!competitor.contestant().equals(MANAGER)) {
            throw new WrongCommandException(competitor.name() + " does not take part in ./bench faces.");
        }
        var all = new LinkedHashMap<>(competitor.settings());
        all.putAll(page);
        return new Competitor(competitor.name(), "faces", competitor.managerJar(), FACES, all, competitor.shared());
    }

    private static Competitor standardManager() {
        var settings = Map.of("manager", "org.apache.catalina.session.StandardManager", "pathname", "");
        return new Competitor(STANDARD, BARE, Optional.empty(), MANAGER, settings, false);
    }

    private static Competitor redisson(String name, String readMode) {
        return new Competitor(
                name,
                "redisson-tomcat",
                Optional.empty(),
                "org.vedfolnir.benchmark.redisson.RedissonContestant",
                Map.of("redisUrl", "{redis}", "readMode", readMode, "updateMode", "DEFAULT"),
                true);
    }

    private static Competitor spring(String name, String repository) {
        return new Competitor(
                name,
                "spring-session",
                Optional.empty(),
                "org.vedfolnir.benchmark.spring.SpringContestant",
                Map.of("redisUrl", "{redis}", "repository", repository),
                true);
    }

    private static String key() {
        var key = new byte[32];
        new java.security.SecureRandom().nextBytes(key);
        return "benchmark:" + Base64.getEncoder().encodeToString(key);
    }

    static List<Competitor> named(String names) {
        return named(Arrays.asList(names.split(",")), Optional.empty());
    }

    /**
     * Those named, in the order of {@link #all}.
     *
     * @param against the jar that {@link #AGAINST} is out of
     */
    static List<Competitor> named(List<String> names, Optional<Path> against) {
        var all = new ArrayList<>(all());
        // next to the one that it is compared with
        against.ifPresent(jar -> all.add(1, ours(AGAINST, jar, Map.of())));
        var known = all.stream().map(Competitor::name).toList();
        for (var name : names) {
            if (name.equals(AGAINST) && against.isEmpty()) {
                throw new WrongCommandException(
                        AGAINST + " is out of the jar that --against names: add --against JAR.");
            }
            if (!known.contains(name)) {
                throw new WrongCommandException(
                        "There is no contestant " + name + ". There are: " + String.join(", ", known));
            }
        }
        return all.stream().filter(each -> names.contains(each.name())).toList();
    }
}
