package org.vedfolnir.session.store.redis.settings;

import java.net.URI;
import java.time.Duration;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;

/** Builds the settings of a store for a test, which sets only the values that it depends on. For one thread. */
public final class TestRedisSettings {

    private final RedisAccess access;
    private String application = "/";
    private Duration commandTimeout = Duration.ofMillis(250);
    private Duration touchInterval = Duration.ofSeconds(1);
    private Duration requestBudget = Duration.ofSeconds(1);
    private Duration grace = Duration.ofSeconds(5);
    private EventSettings events = EventSettings.upTo(1 << 20);
    private Duration readerDeadAfter = Duration.ofSeconds(30);
    private String node = "node";
    private SecurityWrites securityWrites = SecurityWrites.ACKNOWLEDGED;

    private TestRedisSettings(RedisAccess access) {
        this.access = access;
    }

    public static TestRedisSettings of(RedisAccess access) {
        return new TestRedisSettings(access);
    }

    /** One server, with the login in its address. */
    public static TestRedisSettings at(String url) {
        var address = URI.create(url);
        return of(new RedisAccess(address, null, TlsTrust.OF_JAVA, () -> RedisLogin.of(address)));
    }

    public static TestRedisSettings at(RedissonConfiguration servers) {
        return of(new RedisAccess(URI.create("redis://unused"), servers, TlsTrust.OF_JAVA, servers::login));
    }

    public TestRedisSettings application(String name) {
        application = name;
        return this;
    }

    public TestRedisSettings commandTimeout(Duration timeout) {
        commandTimeout = timeout;
        return this;
    }

    public TestRedisSettings touchInterval(Duration interval) {
        touchInterval = interval;
        return this;
    }

    public TestRedisSettings requestBudget(Duration budget) {
        requestBudget = budget;
        return this;
    }

    public TestRedisSettings grace(Duration time) {
        grace = time;
        return this;
    }

    public TestRedisSettings events(EventSettings recording) {
        events = recording;
        return this;
    }

    public TestRedisSettings readerDeadAfter(Duration time) {
        readerDeadAfter = time;
        return this;
    }

    public TestRedisSettings node(String name) {
        node = name;
        return this;
    }

    public TestRedisSettings securityWrites(SecurityWrites writes) {
        securityWrites = writes;
        return this;
    }

    public RedisSettings build() {
        return new RedisSettings(
                "vedfolnir:session:",
                application,
                access,
                commandTimeout,
                touchInterval,
                requestBudget,
                grace,
                events,
                readerDeadAfter,
                node,
                securityWrites,
                new LogDeduplicator());
    }
}
