package org.vedfolnir.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.instance.ProbeResult.Failed;
import org.vedfolnir.instance.ProbeResult.Works;

/** Queries of servers that behave, are broken, or refer this one to other servers. */
class InstancesTest {

    private static final String HOST = "mastodon.example";
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long PERSON = 7;
    private static final long ANOTHER = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static TestTls tls;

    @SuppressWarnings("NullAway.Init")
    private static SSLContext ofHost;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> lookedUp = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private PlayedInstance played;

    @BeforeAll
    static void makeCertificates() throws Exception {
        tls = new TestTls(directory);
        ofHost = tls.server(HOST);
    }

    @BeforeEach
    void start() throws Exception {
        played = new PlayedInstance(ofHost);
        open.add(played);
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    @Test
    void returnsTheOwnerOfTheTokenAndTheVersion() throws Exception {
        assertThat(ask(PlayedInstance.TOKEN)).isEqualTo(new Works("alice", "4.3.2"));
        assertThat(played.asked())
                .containsExactly(
                        "GET " + PlayedInstance.INSTANCE,
                        "GET " + PlayedInstance.ACCOUNT + " Bearer " + PlayedInstance.TOKEN);
    }

    @Test
    void queriesOnlyTheVersionWithoutAToken() throws Exception {
        assertThat(ask(null)).isEqualTo(new Works("", "4.3.2"));
        assertThat(played.asked()).containsExactly("GET " + PlayedInstance.INSTANCE);
    }

    @Test
    void reportsATokenThatTheServerRejects() throws Exception {
        assertThat(ask("another-token")).isEqualTo(new Failed(ProbeFailure.TOKEN_REFUSED, "401"));
    }

    @ParameterizedTest
    @CsvSource({
        "404, {}, NOT_FOUND, ''",
        "401, {}, STATUS, 401",
        "500, {}, STATUS, 500",
        "204, '', STATUS, 204",
        "200, '', NOT_JSON, ''",
        "200, <html>, NOT_JSON, ''",
        "200, [], NOT_JSON, ''",
        "200, {}, NOT_JSON, ''",
        "200, '{\"version\":7}', NOT_JSON, ''",
        "200, '{\"version\":\"4.3.2\"', NOT_JSON, ''"
    })
    void reportsAnUnusableResponseAndSendsNoToken(int status, String body, ProbeFailure failure, String detail)
            throws Exception {
        played.answers(status, body);

        assertThat(ask(PlayedInstance.TOKEN)).isEqualTo(new Failed(failure, detail));
        assertThat(played.asked()).containsExactly("GET " + PlayedInstance.INSTANCE);
    }

    @Test
    void rejectsDeeplyNestedJson() throws Exception {
        played.answers(200, "[".repeat(100_000));

        assertThat(ask(null)).isEqualTo(new Failed(ProbeFailure.NOT_JSON, ""));
    }

    @Test
    void shortensTextOfAServerToOneLine() throws Exception {
        played.answers(200, "{\"version\":\"4\\u0000\\r\\n" + "x".repeat(1000) + "\"}");

        assertThat(ask(null)).isInstanceOfSatisfying(Works.class, works -> assertThat(works.version())
                .startsWith("4   x")
                .hasSize(201));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:1/",
                "http://169.254.169.254/latest/meta-data/",
                "https://mastodon.example/elsewhere",
                "https://other.example/api/v2/instance",
                "//10.0.0.1/"
            })
    void reportsARedirectAndDoesNotFollowIt(String location) throws Exception {
        played.redirects(location);

        assertThat(ask(PlayedInstance.TOKEN)).isEqualTo(new Failed(ProbeFailure.REDIRECT, location));
        assertThat(played.asked()).hasSize(1);
        assertThat(lookedUp).containsExactly(HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stalls", "drips"})
    void stopsWaitingForASlowServer(String how) throws Exception {
        if (how.equals("stalls")) {
            played.stalls();
        } else {
            played.drips();
        }
        var began = System.nanoTime();

        assertThat(ask(PlayedInstance.TOKEN)).isEqualTo(new Failed(ProbeFailure.TOO_SLOW, ""));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE.multipliedBy(3));
    }

    @Test
    void stopsWaitingForASlowNameServer() throws Exception {
        var never = new CountDownLatch(1);
        open.add(never::countDown);

        assertThat(ask(new AddressPolicy(true), PATIENCE, host -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new UnknownHostException(host);
                }))
                .isEqualTo(new Failed(ProbeFailure.TOO_SLOW, ""));
    }

    @Test
    void abortsAnEndlessResponse() throws Exception {
        played.floods();
        var began = System.nanoTime();

        assertThat(ask(new AddressPolicy(true), Duration.ofSeconds(60), this::loopback))
                .isEqualTo(new Failed(ProbeFailure.TOO_LARGE, "256"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void readsAResponseOfTheMaximumSize() throws Exception {
        var json = "{\"version\":\"4.3.2\"}";
        played.answers(200, json + " ".repeat(GuardedClient.LARGEST - json.length()));
        assertThat(ask(null)).isEqualTo(new Works("", "4.3.2"));

        played.answers(200, json + " ".repeat(GuardedClient.LARGEST + 1 - json.length()));
        assertThat(ask(null)).isEqualTo(new Failed(ProbeFailure.TOO_LARGE, "256"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.7",
                "169.254.169.254",
                "192.168.1.1",
                "100.64.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "fd00::1",
                "fe80::1",
                "0.0.0.0"
            })
    void doesNotConnectToAForbiddenAddress(String address) throws Exception {
        assertThat(ask(new AddressPolicy(false), PATIENCE, host -> new InetAddress[] {InetAddress.getByName(address)}))
                .isEqualTo(new Failed(ProbeFailure.FORBIDDEN_ADDRESS, ""));
        assertThat(played.asked()).isEmpty();
    }

    @Test
    void rejectsANameWithOneForbiddenAddress() throws Exception {
        assertThat(ask(new AddressPolicy(false), PATIENCE, host ->
                        new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("127.0.0.1")}))
                .isEqualTo(new Failed(ProbeFailure.FORBIDDEN_ADDRESS, ""));
    }

    /** Returns a public address for the check, and a private one for a second lookup. */
    @Test
    void connectsToTheCheckedAddress() throws Exception {
        Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "127.0.0.9", "10.0.0.1"));

        assertThat(ask(new AddressPolicy(true), PATIENCE, host ->
                        new InetAddress[] {InetAddress.getByName(answers.remove())}))
                .isEqualTo(new Works("", "4.3.2"));
        assertThat(answers).as("lookups for one connection").hasSize(2);
    }

    @Test
    void reportsANameWithoutAnAddress() throws Exception {
        assertThat(ask(new AddressPolicy(true), PATIENCE, host -> {
                    throw new UnknownHostException(host);
                }))
                .isEqualTo(new Failed(ProbeFailure.NO_SUCH_HOST, ""));
    }

    @Test
    void reportsAnAddressWithoutAServer() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(ask(at("https", port), PlayedInstance.TOKEN, new AddressPolicy(true), PATIENCE, this::loopback))
                .isEqualTo(new Failed(ProbeFailure.NO_CONNECTION, ""));
    }

    @Test
    void rejectsTheCertificateOfAnotherHost() throws Exception {
        var other = new PlayedInstance(tls.server("other.example"));
        open.add(other);

        assertThat(ask(
                        at("https", other.port()),
                        PlayedInstance.TOKEN,
                        new AddressPolicy(true),
                        PATIENCE,
                        this::loopback))
                .isEqualTo(new Failed(ProbeFailure.TLS, ""));
        assertThat(other.asked()).isEmpty();
    }

    @Test
    void allowsPlainHttpToLoopbackOnly() throws Exception {
        var plain = PlayedInstance.plain();
        open.add(plain);
        assertThat(ask(at("http", plain.port()), null, new AddressPolicy(true), PATIENCE, this::loopback))
                .isEqualTo(new Works("", "4.3.2"));
        assertThat(ask(at("http", plain.port()), null, new AddressPolicy(true), PATIENCE, host ->
                        new InetAddress[] {InetAddress.getByName("1.1.1.1")}))
                .isEqualTo(new Failed(ProbeFailure.FORBIDDEN_ADDRESS, ""));
    }

    @Test
    void ignoresTheProxyOfTheProcess() throws Exception {
        try (var unused = new ServerSocket(0)) {
            System.setProperty("https.proxyHost", "127.0.0.1");
            System.setProperty("https.proxyPort", Integer.toString(unused.getLocalPort()));
            assertThat(ask(null)).isEqualTo(new Works("", "4.3.2"));
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
        }
    }

    @Test
    void reportsBusyWhileAllPermitsAreInUse() throws Exception {
        played.stalls();
        var threads = Executors.newFixedThreadPool(8);
        open.add(threads::shutdownNow);
        var instances = instances(new AddressPolicy(true), Duration.ofSeconds(20), this::loopback);
        for (var i = 0; i < 8; i++) {
            var person = i;
            threads.execute(() -> instances.ask(at("https", played.port()), null, person));
        }
        while (played.asked().size() < 8) {
            Thread.onSpinWait();
        }

        assertThat(instances.ask(at("https", played.port()), null, PERSON))
                .isEqualTo(new Failed(ProbeFailure.BUSY, ""));
    }

    @Test
    void limitsTheConcurrentQueriesOfOneUser() throws Exception {
        played.stalls();
        var threads = Executors.newFixedThreadPool(2);
        open.add(threads::shutdownNow);
        var instances = instances(new AddressPolicy(true), Duration.ofSeconds(20), this::loopback);
        for (var i = 0; i < 2; i++) {
            threads.execute(() -> instances.ask(at("https", played.port()), null, PERSON));
        }
        while (played.asked().size() < 2) {
            Thread.onSpinWait();
        }

        played.answers(200, "{\"version\":\"4.3.2\"}");
        assertThat(instances.ask(at("https", played.port()), null, PERSON))
                .isEqualTo(new Failed(ProbeFailure.BUSY, ""));
        assertThat(instances.ask(at("https", played.port()), null, ANOTHER)).isEqualTo(new Works("", "4.3.2"));
    }

    @Test
    void releasesThePermitOfATestWhoseNameServerHangs() throws Exception {
        var names = new HangingNames();
        open.add(names);
        var instances = instances(new AddressPolicy(true), Duration.ofMillis(200), names);
        for (var person = 0; person < 9; person++) {
            assertThat(instances.ask(at("https", played.port()), null, person))
                    .as("person %d", person)
                    .isEqualTo(new Failed(ProbeFailure.TOO_SLOW, ""));
        }
        names.end();
        assertThat(instances(new AddressPolicy(true), PATIENCE, names).ask(at("https", played.port()), null, PERSON))
                .isEqualTo(new Works("", "4.3.2"));
    }

    @Test
    void limitsHangingLookupsOfOneUser() throws Exception {
        var names = new HangingNames();
        open.add(names);
        var instances = instances(new AddressPolicy(true), Duration.ofMillis(200), names);
        for (var i = 0; i < 4; i++) {
            assertThat(instances.ask(at("https", played.port()), null, PERSON))
                    .isEqualTo(new Failed(ProbeFailure.TOO_SLOW, ""));
        }
        assertThat(instances.ask(at("https", played.port()), null, PERSON))
                .as("four hanging lookups")
                .isEqualTo(new Failed(ProbeFailure.BUSY, ""));
        assertThat(instances.ask(at("https", played.port()), null, ANOTHER))
                .isEqualTo(new Failed(ProbeFailure.TOO_SLOW, ""));
    }

    /** A lookup that cannot be interrupted, as the operating system's. */
    private final class HangingNames implements PolicyDnsResolver.Lookup, AutoCloseable {

        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public InetAddress[] addresses(String host) throws UnknownHostException {
            var interrupted = false;
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return loopback(host);
        }

        void end() {
            end.countDown();
        }

        @Override
        public void close() {
            end();
        }
    }

    private ProbeResult ask(@Nullable String token) throws Exception {
        return ask(at("https", played.port()), token, new AddressPolicy(true), PATIENCE, this::loopback);
    }

    private ProbeResult ask(AddressPolicy policy, Duration patience, PolicyDnsResolver.Lookup lookup) throws Exception {
        return ask(at("https", played.port()), null, policy, patience, lookup);
    }

    private ProbeResult ask(
            InstanceAddress where,
            @Nullable String token,
            AddressPolicy policy,
            Duration patience,
            PolicyDnsResolver.Lookup lookup)
            throws Exception {
        return instances(policy, patience, lookup).ask(where, token, PERSON);
    }

    private Instances instances(AddressPolicy policy, Duration patience, PolicyDnsResolver.Lookup lookup)
            throws Exception {
        var instances = new Instances(policy, lookup, tls.client(), patience);
        open.add(instances::close);
        return instances;
    }

    private InetAddress[] loopback(String host) throws UnknownHostException {
        lookedUp.add(host);
        return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
    }

    private static InstanceAddress at(String scheme, int port) {
        return new InstanceAddress(URI.create(scheme + "://" + HOST + ":" + port));
    }
}
