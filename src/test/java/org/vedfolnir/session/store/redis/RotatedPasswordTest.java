package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.settings.RedisAccess;
import org.vedfolnir.session.store.redis.settings.RedisLogin;
import org.vedfolnir.session.store.redis.settings.TestSettings;
import org.vedfolnir.session.store.redis.settings.TlsTrust;

/** A password changes while nodes run: they retry seldom, and need no restart. */
class RotatedPasswordTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Pattern REFUSED = Pattern.compile("cmdstat_auth:.*failed_calls=(\\d+)");
    private static final int VISITORS = 4;

    private Path secret;
    private RedisStore store;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        secret = Files.writeString(directory.resolve("password"), "old");
        REDIS.command("CONFIG", "SET", "requirepass", "old");
        store = new RedisStore(
                TestSettings.of(new RedisAccess(URI.create(REDIS.url()), null, TlsTrust.OF_JAVA, this::login))
                        .commandTimeout(Duration.ofMillis(500))
                        .requestBudget(Duration.ofSeconds(2))
                        .made());
    }

    private RedisLogin login() {
        try {
            return new RedisLogin("default", Files.readString(secret));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @AfterEach
    void close() {
        store.close();
        REDIS.commandAs("new", "CONFIG", "SET", "requirepass", "");
    }

    @Test
    void triesARotatedPasswordSeldomAndTakesItsSuccessorWithoutARestart() throws Exception {
        var id = TestWrite.newId();
        store.sessions().save(new TestWrite(id, 0).idle(60_000).build());
        REDIS.commandAs("old", "CONFIG", "SET", "requirepass", "new");
        REDIS.commandAs("new", "CONFIG", "RESETSTAT");
        REDIS.commandAs("new", "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        var began = System.nanoTime();
        var over = new AtomicBoolean();
        var visitors = IntStream.range(0, VISITORS)
                .mapToObj(each -> CompletableFuture.runAsync(() -> {
                    while (!over.get()) {
                        assertThatThrownBy(() -> store.sessions().peek(id))
                                .isInstanceOf(StoreUnavailableException.class);
                    }
                }))
                .toList();
        Eventually.within(Duration.ofSeconds(10), () -> System.nanoTime() - began > 3_000_000_000L);
        over.set(true);
        visitors.forEach(CompletableFuture::join);
        assertThat(refused())
                .as("login attempts in 3 s, with one at once for each request")
                .isBetween(1, VISITORS + 4);

        Files.delete(secret);
        Files.writeString(secret, "new");
        Eventually.within(Duration.ofSeconds(10), this::answers);
        assertThat(store.sessions().peek(id)).isPresent();
    }

    private int refused() {
        var found = REFUSED.matcher(String.valueOf(REDIS.commandAs("new", "INFO", "commandstats")));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private boolean answers() {
        try {
            store.sessions().peek(TestWrite.newId());
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }
}
