package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.SessionIdGenerator;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.util.SessionIdGeneratorBase;
import org.apache.catalina.util.StandardSessionIdGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.id.ClientIds;
import org.vedfolnir.session.id.CompactSessionIds;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;
import org.vedfolnir.testing.Wire;

/** Sessions work as with Tomcat's own manager, with ids of every length, generator and route that Tomcat accepts. */
class IdsOfAnyFormTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String KEYS = KeyRing.generate();
    private static final String HASHED = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /** One node with Tomcat's manager, or two with ours. */
    private record Site(List<Node> nodes) implements AutoCloseable {

        static Site of(Supplier<ManagerBase> managers, int count, @Nullable SessionIdGenerator generator, String route)
                throws Exception {
            var nodes = new ArrayList<Node>();
            for (var i = 0; i < count; i++) {
                nodes.add(node(managers.get(), generator, route));
            }
            return new Site(nodes);
        }

        Node at(int request) {
            return nodes.get(request % nodes.size());
        }

        @Override
        public void close() throws LifecycleException {
            for (var node : nodes) {
                node.close();
            }
        }
    }

    private static Node node(ManagerBase manager, @Nullable SessionIdGenerator generator, String route)
            throws Exception {
        if (generator != null) {
            manager.setSessionIdGenerator(generator);
        }
        return new Node(manager, (tomcat, context) -> tomcat.getEngine().setJvmRoute(route.isEmpty() ? null : route));
    }

    private static ManagerBase tomcats() {
        var manager = new StandardManager();
        manager.setPathname(null);
        return manager;
    }

    private static ManagerBase ours() {
        return Node.manager(REDIS.url(), KEYS, manager -> {});
    }

    private static ManagerBase oursHashed() {
        return Node.manager(REDIS.url(), KEYS, manager -> manager.setHashedIds(HASHED));
    }

    /** Ids in the form of another product. */
    private static final class Lettered extends SessionIdGeneratorBase {

        private final String letters;
        private final int length;

        Lettered(String letters, int length) {
            this.letters = letters;
            this.length = length;
        }

        @Override
        public String generateSessionId(String route) {
            var id = ThreadLocalRandom.current()
                    .ints(length, 0, letters.length())
                    .map(letters::charAt)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            return route == null || route.isEmpty() ? id : id + "." + route;
        }
    }

    private static SessionIdGenerator hexadecimal(int bytes) {
        var generator = new StandardSessionIdGenerator();
        generator.setSessionIdLength(bytes);
        return generator;
    }

    private static SessionIdGenerator compact(int bytes) {
        var generator = new CompactSessionIds();
        generator.setSessionIdLength(bytes);
        return generator;
    }

    /** Every character that a cookie can carry and Tomcat reads again. */
    private static final String SIGNS = "!#$%&'()*+-./:<=>?@[]^_`{|}~abcXYZ019";

    /** A form of ids, with a name for test reports. */
    private record Form(String name, Supplier<@Nullable SessionIdGenerator> generator, String route) {

        @Override
        public String toString() {
            return name + (route.isEmpty() ? "" : " with the route " + route);
        }
    }

    static Stream<Form> forms() {
        var lengths = Stream.of(1, 2, 7, 8, 16, 32, 128, 700)
                .flatMap(bytes -> Stream.of(
                        new Form("hexadecimal " + bytes, () -> hexadecimal(bytes), ""),
                        new Form("compact " + bytes, () -> compact(bytes), "")));
        var generators = Stream.of(
                new Form("14 letters", () -> new Lettered("abcdefghijklmnop", 14), ""),
                new Form("3 digits", () -> new Lettered("0123456789", 3), ""),
                new Form("signs", () -> new Lettered(SIGNS, 40), ""),
                new Form("signs", () -> new Lettered(SIGNS, 40), "r.1"));
        var routes = Stream.of(
                        "n1",
                        "f1.tomcat8081",
                        "node-1.example.org",
                        "node:1",
                        "node{1}",
                        "{x}",
                        "}{",
                        "a%b",
                        "a%25b",
                        "~",
                        "*",
                        "[a-z]?",
                        "a|b^c`d",
                        "<a>&'b'=!#$()+/@",
                        "..",
                        "a.b.c.",
                        "x".repeat(200))
                .flatMap(route -> Stream.of(
                        new Form("default", () -> null, route), new Form("hexadecimal", () -> hexadecimal(16), route)));
        return Stream.of(lengths, generators, routes).flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void servesASessionFromStartToEndAsTomcatsManager(Form form) throws Exception {
        List<String> right;
        try (var tomcat = Site.of(IdsOfAnyFormTest::tomcats, 1, form.generator().get(), form.route())) {
            right = life(tomcat);
        }
        try (var site = Site.of(IdsOfAnyFormTest::ours, 2, form.generator().get(), form.route())) {
            assertThat(life(site)).isEqualTo(right);
        }
        try (var site =
                Site.of(IdsOfAnyFormTest::oursHashed, 2, form.generator().get(), form.route())) {
            assertThat(life(site)).isEqualTo(right);
        }
        assertThat(right)
                .containsSubsequence(
                        "set", "blue", "set", "rotated", "blue", "yes", "no session", "invalidated", "no session");
    }

    /** Sends each request to the next node. */
    private static List<String> life(Site site) {
        var turn = new AtomicInteger();
        var answers = new ArrayList<String>();
        var visitor = new Browser();
        var large = "x".repeat(9000);
        for (var path : new String[] {
            "/set?name=color&value=blue",
            "/get?name=color",
            "/set?name=large&value=" + large,
            "/rotate",
            "/get?name=color"
        }) {
            var before = visitor.copy();
            answers.add(visitor.get(site.at(turn.getAndIncrement()), path).body());
            if (path.equals("/rotate")) {
                visitor.copy(); // the cookie is the new one
                assertThat(before.cookie()).isNotEqualTo(visitor.cookie());
            }
        }
        answers.add(visitor.get(site.at(turn.getAndIncrement()), "/get?name=rotated")
                .body());
        answers.add(byAddress(site.at(turn.getAndIncrement()), visitor.id()));
        var former = visitor.copy();
        visitor.get(site.at(turn.getAndIncrement()), "/rotate");
        answers.add(
                former.get(site.at(turn.getAndIncrement()), "/get?name=color").body());
        answers.add(visitor.copy()
                .get(site.at(turn.getAndIncrement()), "/invalidate")
                .body());
        answers.add(
                visitor.get(site.at(turn.getAndIncrement()), "/get?name=color").body());
        return answers;
    }

    /** Not every id can be part of an address: Tomcat decides what happens then. */
    private static String byAddress(Node node, String id) {
        try (var wire = new Wire(node)) {
            var reply = wire.get("/get;jsessionid=" + id + "?name=color", "");
            return reply.status() == 200 ? reply.body() : String.valueOf(reply.status());
        }
    }

    /** A change of the length, or of the generator, node by node. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 16, 64, 0})
    void findsSessionsOfANodeWithAnotherGenerator(int bytes) throws Exception {
        var other = bytes == 0 ? new Lettered(SIGNS, 14) : hexadecimal(bytes);
        try (var former = node(ours(), null, "");
                var stranger = new Wire(former)) {
            stranger.get("/get?name=color", "JSESSIONID=short");
            try (var next = node(ours(), other, "r.2")) {
                var begunThere = new Browser();
                begunThere.get(next, "/set?name=color&value=blue");
                assertThat(begunThere.get(former, "/get?name=color").body()).isEqualTo("blue");
                var begunHere = new Browser();
                begunHere.get(former, "/set?name=color&value=red");
                assertThat(begunHere.get(next, "/get?name=color").body()).isEqualTo("red");
                try (var later = node(ours(), null, "")) {
                    assertThat(begunThere.get(later, "/get?name=color").body()).isEqualTo("blue");
                }
            }
        } finally {
            REDIS.command("DEL", "vedfolnir:ids");
        }
    }

    /** With 256 possible ids, many are in use when two hundred users have one. */
    @Test
    void neverGivesOneIdToTwoUsers() throws Exception {
        try (var node = node(ours(), new Lettered("0123456789abcdef", 2), "")) {
            var people = new ArrayList<Browser>();
            for (var i = 0; i < 200; i++) {
                var visitor = new Browser();
                visitor.get(node, "/set?name=number&value=" + i);
                people.add(visitor);
            }
            for (var i = 0; i < people.size(); i++) {
                assertThat(people.get(i).get(node, "/get?name=number").body()).isEqualTo(String.valueOf(i));
            }
        } finally {
            REDIS.command("DEL", "vedfolnir:ids");
        }
    }

    @Test
    void warnsOnceOfShortIdsAtTheStart() throws Exception {
        for (var generator : List.of(hexadecimal(8), compact(15), new Lettered("0123456789", 38))) {
            try (var log = new Logged(ClientIds.class.getName());
                    var node = node(ours(), generator, "")) {
                new Browser().get(node, "/create");
                new Browser().get(node, "/create");
                assertThat(log.messages())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("characters", "bits", "guess", "sessionIdLength");
            } finally {
                REDIS.command("DEL", "vedfolnir:ids");
            }
        }
        for (var generator : List.of(hexadecimal(16), compact(16), new Lettered(SIGNS, 40))) {
            try (var log = new Logged(ClientIds.class.getName());
                    var node = node(ours(), generator, "r1")) {
                new Browser().get(node, "/create");
                assertThat(log.messages()).isEmpty();
            }
        }
    }

    static Stream<SessionIdGenerator> useless() {
        return Stream.of(
                new Lettered("", 0),
                new Lettered(";,", 30),
                new Lettered("a b", 300),
                new Lettered("\\\"", 30),
                new Lettered("\n\t", 30),
                new Lettered("\u00e9\u4e00", 30),
                new Lettered("a", 5000),
                new SessionIdGeneratorBase() {
                    @Override
                    public @Nullable String generateSessionId(String route) {
                        return null;
                    }
                },
                new SessionIdGeneratorBase() {
                    @Override
                    public String generateSessionId(String route) {
                        throw new IllegalStateException("canary");
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("useless")
    void failsToStartWithAnUnusableGenerator(SessionIdGenerator generator) throws Exception {
        for (var route : new String[] {"", "r1"}) {
            assertThat(refusal(generator, route))
                    .contains("session id generator", generator.getClass().getName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "a,b", "a\"b", "a\\b", "caf\u00e9", "a\tb"})
    void failsToStartWithARouteThatNoCookieCanCarry(String route) throws Exception {
        assertThat(refusal(null, route)).contains("jvmRoute", route);
    }

    /** The message of the failed start. Tomcat logs why a manager did not start, and start() throws it. */
    private static String refusal(@Nullable SessionIdGenerator generator, String route) throws Exception {
        var manager = ours();
        var message = new StringBuilder();
        try (var node = node(manager, generator, route)) {
            assertThat(node.manager().getState().isAvailable()).isFalse();
            assertThatThrownBy(manager::start).satisfies(thrown -> {
                for (Throwable each = thrown; each != null; each = each.getCause()) {
                    message.append(each.getMessage()).append('\n');
                }
            });
        }
        return message.toString();
    }
}
