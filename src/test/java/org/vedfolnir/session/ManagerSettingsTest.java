package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.settings.AttributeNames;
import org.vedfolnir.session.settings.Concurrency;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.settings.ReadMode;
import org.vedfolnir.session.settings.SessionsPerUserPolicy;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.RedisLogin;
import org.vedfolnir.testing.Logged;

/** Each setting comes from the right source. The message about a wrong value says what helps and shows no secret. */
class ManagerSettingsTest {

    private static final String CANARY = "canary-password";

    private final Map<String, String> attributes = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();

    private ManagerSettings gather() {
        return ManagerSettings.gather(attributes, properties::get, environment::get, parameters::get);
    }

    @Test
    void readsTheSessionTimeoutInSecondsAsTheOriginalVariable() {
        environment.put("REDIS_SESSION_TIMEOUT", "7200");
        assertThat(gather().times().idle()).isEqualTo(Duration.ofHours(2));

        attributes.put("sessionTimeout", "20m");
        assertThat(gather().times().idle()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void usesDefaultsWithoutSettings() {
        var settings = gather();

        assertThat(settings.store().redis().redisUrl()).hasToString("redis://127.0.0.1:6379/0");
        assertThat(settings.store().keyPrefix()).isEqualTo("vedfolnir:session:");
        assertThat(settings.keys().ring().sealing()).isFalse();
        assertThat(settings.store().commandTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.times().touchInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.times().absolute()).isZero();
        assertThat(settings.times().idle()).isZero();
        assertThat(settings.cache().sessions()).isEqualTo(10_000);
        assertThat(settings.cache().bytes())
                .isEqualTo(Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16));
        assertThat(settings.attributes().partBytes()).isEqualTo(4096);
        assertThat(settings.limits().largestAttribute()).isEqualTo(512 << 10);
        assertThat(settings.limits().largestSession()).isEqualTo(1 << 20);
        assertThat(settings.limits().sessionsPerUser()).isZero();
        assertThat(settings.limits().sessionsPerUserPolicy()).isEqualTo(SessionsPerUserPolicy.END_OLDEST);
        assertThat(settings.store().recording()).isEqualTo(EventSettings.NONE);
        assertThat(settings.attributes().unwatched()).isEqualTo(AttributeNames.NONE);
        assertThat(settings.attributes().unstored()).isEqualTo(AttributeNames.NONE);
        assertThat(settings.attributes().watchedBytes()).isEqualTo(1 << 20);
    }

    @Test
    void prefersAttributeThenPropertyThenVariableThenItsFile(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("prefix"), "from-file:\n");
        environment.put("REDIS_SESSION_PREFIX_FILE", file.toString());
        assertThat(gather().store().keyPrefix()).isEqualTo("from-file:");

        environment.put("REDIS_SESSION_PREFIX", "from-variable:");
        assertThat(gather().store().keyPrefix()).isEqualTo("from-variable:");

        properties.put("vedfolnir.keyPrefix", "from-property:");
        assertThat(gather().store().keyPrefix()).isEqualTo("from-property:");

        attributes.put("keyPrefix", "from-attribute:");
        assertThat(gather().store().keyPrefix()).isEqualTo("from-attribute:");
    }

    @Test
    void readsTheAddressOfRedisFromTheOriginalVariables() {
        environment.put("REDIS_PORT", "tcp://10.0.0.1:6379");
        assertThat(gather().store().redis().redisUrl())
                .as("a variable that a container sets by itself")
                .hasToString("redis://127.0.0.1:6379/0");

        environment.put("REDIS_HOST", "cache.example.com");
        environment.put("REDIS_PORT", "6380");
        environment.put("REDIS_DB", "3");
        environment.put("REDIS_SSL", "true");
        environment.put("REDIS_PASSWORD", "a b/@:c%");
        var url = gather().store().redis().redisUrl();
        assertThat(url.getScheme()).isEqualTo("rediss");
        assertThat(url.getHost()).isEqualTo("cache.example.com");
        assertThat(url.getPort()).isEqualTo(6380);
        assertThat(url.getPath()).isEqualTo("/3");
        assertThat(gather().store().redis().login().get()).isEqualTo(new RedisLogin(null, "a b/@:c%"));

        environment.put("REDIS_URL", "redis://other:1/0");
        assertThat(gather().store().redis().redisUrl()).hasToString("redis://other:1/0");
    }

    @Test
    void usesTheApplicationsSettingUnlessTheOperatorSetsIt() {
        parameters.put("org.vedfolnir.session.maxSessionsPerUser", "10");
        assertThat(gather().limits().sessionsPerUser()).isEqualTo(10);

        environment.put("SESSION_MAX_SESSIONS_PER_USER", "3");
        assertThat(gather().limits().sessionsPerUser()).isEqualTo(3);

        environment.clear();
        parameters.put("org.vedfolnir.session.maxSessionsPerUser", "ten");
        assertThatThrownBy(this::gather)
                .hasMessageContaining("the context parameter org.vedfolnir.session.maxSessionsPerUser")
                .hasMessageContaining("'ten'");
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "0s,PT0S", "30s,PT30S", "5m,PT5M", "12h,PT12H", "2d,PT48H", "PT1M30S,PT1M30S"})
    void readsShortAndIso8601Durations(String written, Duration meant) {
        attributes.put("absoluteTimeout", written);

        assertThat(gather().times().absolute()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "commandTimeout, SESSION_COMMAND_TIMEOUT, 0ms, longer than zero",
        "commandTimeout, SESSION_COMMAND_TIMEOUT, fast, 'as in 250ms, 30s'",
        "touchInterval, SESSION_TOUCH_INTERVAL, -PT1S, must not be negative",
        "absoluteTimeout, SESSION_ABSOLUTE_TIMEOUT, 1 s, 'as in 250ms, 30s'",
        "application, SESSION_APPLICATION, a b, visible ASCII",
        "node, SESSION_NODE, a b, letters",
        "redisHost, REDIS_HOST, a/b, a host name",
        "adoptPlain, SESSION_ADOPT_PLAIN, maybe, must be true or false",
        "adoptFrom, SESSION_ADOPT_FROM, tomcat, 'one of redisson-tomcat, spring-session, standard-manager'",
        "adoptPrefix, SESSION_ADOPT_PREFIX, a b, visible ASCII",
        "adoptPrefix, SESSION_ADOPT_PREFIX, a}b, must have no braces",
        "readMode, SESSION_READ_MODE, loose, must be strict or tracked",
        "securityWrites, SESSION_SECURITY_WRITES, sure, must be acknowledged or replicated",
        "concurrency, SESSION_CONCURRENCY, both, must be shared or isolated",
        "unwatched, SESSION_UNWATCHED, *.cart, must name attributes",
        "unstored, SESSION_UNSTORED, a*b, must name attributes",
        "watchedBytes, SESSION_WATCHED_BYTES, 1MB, a number from 0",
        "jsonBeans, SESSION_JSON_BEANS, java.util.*, 'must be class names of the application'",
        "deserializable, SESSION_DESERIALIZABLE, maxdepth=many, jdk.serialFilter",
        "cachedSessions, SESSION_CACHED_SESSIONS, many, a number from 0",
        "cachedSessions, SESSION_CACHED_SESSIONS, -1, a number from 0",
        "maxStoreThreads, SESSION_MAX_STORE_THREADS, all, as in 25%",
        "cachedBytes, SESSION_CACHED_BYTES, 32 MB, 'a size as in 4096, 256KB or 32MB'",
        "partBytes, SESSION_PART_BYTES, 4k, a size as in",
        "largestAttribute, SESSION_LARGEST_ATTRIBUTE, 17MB, at most 16MB",
        "largestSession, SESSION_LARGEST_SESSION, -1, a size as in",
        "largestBody, SESSION_LARGEST_BODY, big, a size as in",
        "sessionsPerUserPolicy, SESSION_SESSIONS_PER_USER_POLICY, OLDEST, must be END_OLDEST or REJECT",
        "passivePaths, SESSION_PASSIVE_PATHS, state, 'as in /api/state,/live/*'",
        "passivePaths, SESSION_PASSIVE_PATHS, /a*b, 'as in /api/state,/live/*'",
        "keyPrefix, REDIS_SESSION_PREFIX, a*b, except { } * ? [ ]",
        "keyPrefix, REDIS_SESSION_PREFIX, '{slot}', except { } * ? [ ]",
    })
    void namesSettingSourceValueAndAllowedValuesForAWrongValue(
            String name, String variable, String wrong, String allowed) {
        environment.put(variable, wrong);
        assertRejected(name, "environment variable " + variable, "'" + wrong + "'", allowed);

        properties.put("vedfolnir." + name, wrong);
        assertRejected(name, "system property vedfolnir." + name, "'" + wrong + "'", allowed);

        attributes.put(name, wrong);
        assertRejected(name, "manager's attribute " + name, "'" + wrong + "'", allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:canary-password @cache:6379/0",
                "redis://user:canary-password@cache:not-a-port/0",
                "http://user:canary-password@cache:6379/0",
                "canary-password",
                "redis:canary-password@cache",
                "redis://user:canary-password@/0",
                "redis://user:canary-password@cache:6379/zero",
                "redis://user:canary-password@cache:6379/0/1",
                "redis://user:canary-password[@cache:6379/0",
                "redis://user:canary-password%zz@cache:6379/0",
                "",
            })
    void rejectsAWrongRedisUrlWithoutShowingItsPassword(String wrong) {
        environment.put("REDIS_URL", wrong);

        assertRejected("redisUrl", "environment variable REDIS_URL", "redis://[user:password@]host:port/db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "99999", "-1", "tcp://10.0.0.1:6379", "99999999999"})
    void rejectsAPortOutsideItsRangeWithItsSource(String wrong) {
        environment.put("REDIS_HOST", "cache");
        environment.put("REDIS_PORT", wrong);

        assertRejected("redisPort", "environment variable REDIS_PORT", "'" + wrong + "'", "a port from 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "99999"})
    void rejectsAnAddressWithAPortOutsideItsRangeWithoutShowingThePassword(String wrong) {
        environment.put("REDIS_URL", "redis://:canary-password@cache:" + wrong + "/0");

        assertRejected("redisUrl", "environment variable REDIS_URL", "it names " + wrong, "from 1 to 65535");
    }

    @Test
    void warnsOnceOfOriginalVariablesWithoutAHostUnlessAContainerSetThem() {
        try (var log = new Logged("org.vedfolnir.session.settings.RedisAccessSettings")) {
            environment.put("REDIS_PORT", "tcp://10.0.0.1:6379");
            gather();
            assertThat(log.messages()).isEmpty();

            environment.put("REDIS_PORT", "22379");
            environment.put("REDIS_DB", "x");
            assertThat(gather().store().redis().redisUrl()).hasToString("redis://127.0.0.1:6379/0");
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("REDIS_PORT, REDIS_DB is ignored, because REDIS_HOST is not set", "127.0.0.1:6379");

            environment.put("REDIS_URL", "redis://cache:6379/0");
            gather();
            assertThat(log.messages()).hasSize(1);
        }
    }

    @Test
    void sealsWithADataKeyByDefault() {
        assertThat(gather().keys().wrapping()).isTrue();
        environment.put("SESSION_KEY_WRAPPING", "false");
        assertThat(gather().keys().wrapping()).isFalse();
        environment.put("SESSION_KEY_WRAPPING", "0");
        assertRejected("keyWrapping", "SESSION_KEY_WRAPPING", "must be true or false");
    }

    @Test
    void rejectsWrongKeysWithoutShowingThem(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("keys"), "k1:" + CANARY + "\n");
        environment.put("SESSION_ENCRYPTION_KEYS_FILE", file.toString());

        assertRejected("encryptionKeys", "SESSION_ENCRYPTION_KEYS_FILE", "entry 1");
    }

    @Test
    void ignoresTheLineBreakAtTheEndOfASecretFile(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("keys"), KeyRing.generate() + "\r\n");
        environment.put("SESSION_ENCRYPTION_KEYS_FILE", file.toString());

        assertThat(gather().keys().ring().sealing()).isTrue();
    }

    @Test
    void rereadsAPasswordFileAtEachUse(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("password"), "first\n");
        environment.put("REDIS_URL", "redis://cache:6379/0");
        environment.put("REDIS_USERNAME", "vedfolnir");
        environment.put("REDIS_PASSWORD_FILE", file.toString());
        var login = gather().store().redis().login();
        assertThat(login.get()).isEqualTo(new RedisLogin("vedfolnir", "first"));

        Files.writeString(file, "second\n");
        assertThat(login.get()).isEqualTo(new RedisLogin("vedfolnir", "second"));
    }

    @Test
    void rereadsTheLoginOfAnAddressInAFile(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("url"), "redis://ann:a%3Ab+c@cache:6379/0\n");
        environment.put("REDIS_URL_FILE", file.toString());
        environment.put("REDIS_PASSWORD", "not this one");
        var login = gather().store().redis().login();
        assertThat(login.get()).isEqualTo(new RedisLogin("ann", "a:b+c"));

        Files.writeString(file, "redis://:second@cache:6379/0\n");
        assertThat(login.get()).isEqualTo(new RedisLogin(null, "second"));
    }

    @Test
    void readsARedissonConfigurationFromAFileOrFromTheSettingItself(@TempDir Path directory) throws Exception {
        var yaml = """
            clusterServersConfig:
              nodeAddresses: [ "redis://:canary@one:7000", "redis://two:7001" ]
              password: canary
            """;
        var file = Files.writeString(directory.resolve("redisson.yaml"), yaml);
        for (var written : List.of(
                file.toString(),
                yaml,
                "{clusterServersConfig: {nodeAddresses: [ \"redis://one:7000\",\"redis://two:7001\"]}}")) {
            attributes.put("redissonConfig", written);
            assertThat(gather().store().redis().place()).isEqualTo("the Cluster redis://one:7000, redis://two:7001");
        }
        attributes.put("redissonConfig", yaml);
        assertThat(gather().store().redis().login().get().password()).isEqualTo("canary");
        environment.put("REDIS_PASSWORD", "of the setting");
        assertThat(gather().store().redis().login().get().password()).isEqualTo("of the setting");
    }

    @Test
    void rejectsAWrongRedissonConfigurationWithoutShowingItsValues() {
        for (var wrong : List.of(
                "singleServerConfig:\n  adress: canary", "{singleServerConfig: {password: canary", "no-such-file")) {
            attributes.put("redissonConfig", wrong);
            assertRejected("redissonConfig", "manager's attribute redissonConfig");
        }
    }

    @Test
    void namesAnUnreadableRedissonFileAndItsAttribute() {
        attributes.put("configPath", "/etc/no-such-file.yaml");
        assertRejected(
                "redissonConfig", "manager's attribute configPath", "'/etc/no-such-file.yaml'", "a readable file");

        environment.put("SESSION_REDISSON_CONFIG", "no-such-file");
        assertRejected("manager's attribute configPath");

        attributes.clear();
        assertRejected("environment variable SESSION_REDISSON_CONFIG", "'no-such-file'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "singleServerConfig: {address: redis://:canary@cache:6379}",
                "password: canary",
                "redis://:canary@cache:6379",
                "[canary]",
                "\"canary\"",
                "user:canary@cache",
            })
    void doesNotShowAValueThatMayContainAPasswordAsAPath(String wrong) {
        environment.put("SESSION_REDISSON_CONFIG", wrong);

        assertRejected("redissonConfig", "its value is not shown");
    }

    @Test
    void prefersTheNewNameOfAnAttributeToTheFormerOne(@TempDir Path directory) throws Exception {
        var file = Files.writeString(
                directory.resolve("redisson.yaml"), "singleServerConfig:\n  address: redis://one:7000\n");
        attributes.put("configPath", "/etc/no-such-file.yaml");
        attributes.put("redissonConfig", file.toString());

        assertThat(gather().store().redis().place()).isEqualTo("redis://one:7000");
    }

    @Test
    void prefersTheAddressToItsParts() {
        environment.put("REDIS_URL", "redis://cache:6379/1");
        environment.put("REDIS_HOST", "other");
        environment.put("REDIS_PORT", "no port");
        assertThat(gather().store().redis().place()).isEqualTo("redis://cache:6379/1");

        attributes.put("redisUrl", "redis://third:6379/0");
        assertThat(gather().store().redis().place()).isEqualTo("redis://third:6379/0");
    }

    @Test
    void namesAnUnreadableTrustStore() {
        environment.put("REDIS_TRUST_STORE", "no-such-file");

        assertRejected("redisTrustStore", "REDIS_TRUST_STORE", "'no-such-file'", "PEM, or a PKCS #12");
    }

    @Test
    void adoptsPlainSessionsWithoutKeysOrIfConfigured() {
        assertThat(gather().keys().adoptPlain()).isTrue();
        attributes.put("encryptionKeys", KeyRing.generate());
        assertThat(gather().keys().adoptPlain()).isFalse();
        attributes.put("adoptPlain", "true");
        assertThat(gather().keys().adoptPlain()).isTrue();
    }

    @Test
    void adoptsNoSessionsInRedisWithHashedIds() {
        attributes.put("hashedIds", Base64.getEncoder().encodeToString(new byte[32]));
        attributes.put("adoptFrom", "redisson-tomcat");

        assertRejected("adoptFrom", "'redisson-tomcat'", "must be empty or standard-manager if hashedIds is set");
    }

    @Test
    void readsStrictlyByDefault() {
        assertThat(gather().consistency().readMode()).isEqualTo(ReadMode.STRICT);
        for (var ofRedissonTomcat : List.of("REDIS", "MEMORY")) {
            attributes.put("readMode", ofRedissonTomcat);
            assertThat(gather().consistency().readMode()).isEqualTo(ReadMode.STRICT);
        }
        attributes.put("readMode", "tracked");
        assertThat(gather().consistency().readMode()).isEqualTo(ReadMode.TRACKED);
    }

    @Test
    void sharesSessionsAmongRequestsOfANodeByDefault() {
        assertThat(gather().consistency().concurrency()).isEqualTo(Concurrency.SHARED);
        environment.put("SESSION_CONCURRENCY", "isolated");
        assertThat(gather().consistency().concurrency()).isEqualTo(Concurrency.ISOLATED);
        properties.put("vedfolnir.concurrency", "Shared");
        assertThat(gather().consistency().concurrency()).isEqualTo(Concurrency.SHARED);
        attributes.put("concurrency", "ISOLATED");
        assertThat(gather().consistency().concurrency()).isEqualTo(Concurrency.ISOLATED);
    }

    @Test
    void namesAnUnreadableFile() {
        environment.put("REDIS_URL_FILE", "no-such-file");

        assertRejected("REDIS_URL_FILE", "no-such-file", "cannot be read");
    }

    private void assertRejected(String... texts) {
        assertThatThrownBy(this::gather)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(texts)
                .satisfies(thrown -> {
                    for (var cause = thrown; cause != null; cause = cause.getCause()) {
                        assertThat(String.valueOf(cause.getMessage())).doesNotContain("canary");
                    }
                });
    }

    @Test
    void recordsEventsIfAStreamIsSetAndRequiresAMinimumRoom() {
        environment.put("SESSION_EVENT_BYTES", "1MB");
        assertThat(gather().store().recording()).isEqualTo(EventSettings.NONE);

        parameters.put("org.vedfolnir.session.events", "stream");
        assertThat(gather().store().recording()).isEqualTo(EventSettings.upTo(1 << 20));

        environment.remove("SESSION_EVENT_BYTES");
        assertThat(gather().store().recording()).isEqualTo(EventSettings.upTo(64 << 20));

        environment.put("SESSION_EVENT_BYTES", "1KB");
        assertThatThrownBy(this::gather).hasMessageContaining("eventBytes must be at least 64KB");
        environment.put("SESSION_EVENTS", "kafka");
        assertThatThrownBy(this::gather).hasMessageContaining("events must be none, or stream");
    }
}
