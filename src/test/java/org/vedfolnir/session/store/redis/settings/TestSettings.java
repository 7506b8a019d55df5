package org.vedfolnir.session.store.redis.settings;

import java.net.URI;
import java.time.Duration;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.meter.StoreMeter;

/** Builds the settings of a store as most tests need them. A test sets what differs. For one thread. */
public final class TestSettings {

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

    private TestSettings(RedisAccess access) {
        this.access = access;
    }

    public static TestSettings of(RedisAccess access) {
        return new TestSettings(access);
    }

    /** One server, with the login in its address. */
    public static TestSettings at(String url) {
        var address = URI.create(url);
        return of(new RedisAccess(address, null, TlsTrust.OF_JAVA, () -> RedisLogin.of(address)));
    }

    /** @param configuration Redisson's, as text */
    public static TestSettings configuredBy(String configuration) {
        return configuredBy(RedissonConfiguration.parse(configuration));
    }

    public static TestSettings configuredBy(RedissonConfiguration configuration) {
        return of(new RedisAccess(URI.create("redis://unused"), configuration, TlsTrust.OF_JAVA, configuration::login));
    }

    public TestSettings application(String value) {
        application = value;
        return this;
    }

    public TestSettings commandTimeout(Duration value) {
        commandTimeout = value;
        return this;
    }

    public TestSettings touchInterval(Duration value) {
        touchInterval = value;
        return this;
    }

    public TestSettings requestBudget(Duration value) {
        requestBudget = value;
        return this;
    }

    public TestSettings grace(Duration value) {
        grace = value;
        return this;
    }

    public TestSettings events(EventSettings value) {
        events = value;
        return this;
    }

    public TestSettings readerDeadAfter(Duration value) {
        readerDeadAfter = value;
        return this;
    }

    public TestSettings node(String value) {
        node = value;
        return this;
    }

    public TestSettings securityWrites(SecurityWrites value) {
        securityWrites = value;
        return this;
    }

    public RedisSettings made() {
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
                new LogDeduplicator(),
                StoreMeter.NONE);
    }
}
