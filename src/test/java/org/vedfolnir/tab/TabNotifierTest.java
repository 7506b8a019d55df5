package org.vedfolnir.tab;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.account.AccountSessions;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.session.admin.FollowedSession;
import org.vedfolnir.session.admin.SessionFacts;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.web.Settings;

/** A failure of one open tab affects no other. */
class TabNotifierTest {

    private static final long ACCOUNT = 7;

    private final List<SessionStatus> statuses = new CopyOnWriteArrayList<>(
            Collections.nCopies(3, new SessionStatus.Live(2, Optional.empty(), Duration.ZERO)));
    private final TabNotifier notifier = notifier();

    @AfterEach
    void close() {
        notifier.close();
    }

    @Test
    void notifiesOtherStreamsIfOneFails() throws Exception {
        var before = new Reader(false);
        var broken = new Reader(true);
        var after = new Reader(false);
        for (var each : List.of(before, broken, after)) {
            assertThat(notifier.open(each.request(), each.response())).isTrue();
        }
        broken.breaks = true;

        Eventually.within(
                Duration.ofSeconds(10),
                () -> before.read().contains("event: changed") && after.read().contains("event: changed"));
    }

    /** The shard of its session is unavailable. */
    @Test
    void keepsAStreamOpenIfItsSessionIsUnknown() throws Exception {
        statuses.set(0, new SessionStatus.Unknown());
        var unknown = new Reader(false);
        var known = new Reader(false);
        for (var each : List.of(unknown, known)) {
            assertThat(notifier.open(each.request(), each.response())).isTrue();
        }
        Eventually.within(Duration.ofSeconds(10), () -> known.read().contains("event: changed"));
        assertThat(unknown.read()).doesNotContain("event:");

        statuses.set(0, new SessionStatus.Live(2, Optional.empty(), Duration.ZERO));
        Eventually.within(Duration.ofSeconds(10), () -> unknown.read().contains("event: changed"));
    }

    /** Each session has another version than its tab knows. */
    private TabNotifier notifier() {
        var made = new TabNotifier(new Settings(System::getProperty, System::getenv, name -> null));
        made.registry = as(
                SessionRegistry.class,
                Map.of(
                        "current",
                                Optional.of(new SessionFacts(
                                        "handle", 1, Instant.EPOCH, Instant.EPOCH, Optional.empty(), Map.of())),
                        "follow", Optional.of(new FollowedSession() {}),
                        "statuses", statuses));
        made.drain = () -> false;
        made.session = new SessionContext() {
            @Override
            public long requireUserId() {
                return ACCOUNT;
            }

            @Override
            public long getRevision() {
                return 1;
            }
        };
        made.accounts = new AccountSessions() {
            @Override
            public Map<Long, Long> revisions(Set<Long> accounts) {
                return Map.of(ACCOUNT, 1L);
            }
        };
        return made;
    }

    /** A proxy that returns the value under a method's name, and null for any other method. */
    private static <T> T as(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    /** The far end of a stream. */
    private static final class Reader extends ServletOutputStream {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        volatile boolean breaks;

        Reader(boolean breaks) {
            this.breaks = breaks;
        }

        HttpServletRequest request() {
            return as(
                    HttpServletRequest.class,
                    Map.of("startAsync", as(AsyncContext.class, Map.of("getResponse", response()))));
        }

        HttpServletResponse response() {
            return as(HttpServletResponse.class, Map.of("getOutputStream", this));
        }

        String read() {
            synchronized (received) {
                return received.toString(StandardCharsets.UTF_8);
            }
        }

        @Override
        public boolean isReady() {
            if (breaks) {
                throw new UnsupportedOperationException("an unexpected failure of the container");
            }
            return true;
        }

        @Override
        public void setWriteListener(@Nullable WriteListener listener) {
            // writing never blocks
        }

        @Override
        public void write(int character) {
            synchronized (received) {
                received.write(character);
            }
        }
    }
}
