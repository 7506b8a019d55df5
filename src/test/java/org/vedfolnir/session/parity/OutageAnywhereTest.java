package org.vedfolnir.session.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.session.store.redis.RealRedis;

/** Redis hangs: a request that reads its session is answered 503, a file without a constraint is served, and each request is in each access log. */
class OutageAnywhereTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Sightings SIGHTINGS = new Sightings();
    private static Server server;

    private static final Pattern OF_DISPATCHES =
            Pattern.compile("^Servlet.service\\(\\) for servlet|asynchronous Runnable");

    private final StackTraces traces = new StackTraces();
    private String cookie = "";

    @BeforeAll
    static void start() {
        server = new Server(() -> Site.manager(REDIS), building -> new Places(SIGHTINGS).into(building));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Records logged exceptions, as Tomcat logs them for requests that it could not process, except those that pass through a dispatch of the page. */
    private static final class StackTraces extends Handler {

        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            if (logged.getThrown() != null
                    && !OF_DISPATCHES.matcher(logged.getMessage()).find()) {
                all.add(logged.getMessage() + ": " + logged.getThrown());
            }
        }

        @Override
        public void flush() {
            // each record is handled at once
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @BeforeEach
    void begin() throws Exception {
        SIGHTINGS.begin();
        SIGHTINGS.expect("nobody", Question.SESSION, "", Places.LOGS);
        cookie = Client.cookie(Client.get(server, "/page/begin", ""), "");
        SIGHTINGS.awaitLog();
        Logger.getLogger("").addHandler(traces);
        REDIS.pause();
    }

    @AfterEach
    void end() throws Exception {
        REDIS.resume();
        Logger.getLogger("").removeHandler(traces);
        SIGHTINGS.expect("nobody", Question.SESSION, "", 0);
        org.vedfolnir.session.store.Eventually.within(
                java.time.Duration.ofSeconds(10),
                () -> Client.get(server, "/page/paint", cookie).statusCode() == 200);
    }

    @ParameterizedTest
    @CsvSource({
        "engine before, SESSION, /page/paint",
        "host before, SESSION, /page/paint",
        "host before, VALID, /page/paint",
        "context before, SESSION, /page/quiet",
        "context before, VALID, /page/quiet",
        "context before, CREATE, /page/quiet",
        "context after, SESSION, /page/quiet",
        "listener initialized, CREATE, /page/quiet",
        "listener destroyed, SESSION, /page/quiet",
        "first filter REQUEST before, SESSION, /page/quiet",
        "first filter REQUEST before, SESSION, /style.css",
        "first filter REQUEST before, VALID, /page/quiet",
        "first filter REQUEST before, CREATE, /page/quiet",
        "first filter REQUEST after, SESSION, /page/quiet",
        "first filter ERROR before, SESSION, /missing",
        "first filter ASYNC before, SESSION, /page/dispatch",
        "filter REQUEST before, SESSION, /page/quiet",
        "filter REQUEST after, CREATE, /page/quiet",
        "servlet before, SESSION, /page/quiet",
        "servlet before, USER, /page/quiet",
        "servlet before, VALID, /page/quiet",
        "error page, SESSION, /page/send-error",
        "error page, CREATE, /missing",
        "target INCLUDE, SESSION, /page/include",
        "target FORWARD, SESSION, /page/forward",
        "target ASYNC, SESSION, /page/dispatch",
        "other application FORWARD, CREATE, /page/forward-other",
        "thread, SESSION, /page/thread",
        "thread, SESSION, /page/thread-own",
        "thread, SESSION, /page/thread-within",
        "thread, SESSION, /page/container-thread",
        "thread, USER, /page/thread"
    })
    void answers503IfAPlaceReadsTheSession(String place, Question question, String page) {
        SIGHTINGS.expect(place, question, "lost", Places.LOGS);
        var answer = Client.get(server, page, cookie);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertLineInEveryLog(503);
        assertThat(traces.all).isEmpty();
    }

    /** These places come before the manager's part in the request: they see no session, and the page, which reads none, is served. */
    @ParameterizedTest
    @CsvSource({
        "engine before, SESSION, /page/quiet, 200",
        "host before, SESSION, /page/quiet, 200",
        "host before, VALID, /page/quiet, 200",
        "host before, SESSION, /missing, 404",
        "listener initialized, SESSION, /page/quiet, 200"
    })
    void servesAPageIfAPlaceBeforeTheApplicationReadsTheSession(
            String place, Question question, String page, int status) {
        SIGHTINGS.expect(place, question, "lost", Places.LOGS);
        var answer = Client.get(server, page, cookie);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertLineInEveryLog(status);
        assertThat(traces.all).isEmpty();
    }

    @Test
    void servesPagesWithoutAConstraint() {
        for (var page : new String[] {"/style.css", "/large.css", "/page/quiet"}) {
            SIGHTINGS.expect("nobody", Question.SESSION, "", Places.LOGS);
            assertThat(Client.get(server, page, cookie).statusCode()).as(page).isEqualTo(200);
            assertLineInEveryLog(200);
        }
        assertThat(traces.all).isEmpty();
    }

    private static void assertLineInEveryLog(int status) {
        assertThat(SIGHTINGS.awaitLog()).as("a line in each access log").isTrue();
        assertThat(SIGHTINGS.seen())
                .containsEntry("log of the host %s", Integer.toString(status))
                .containsEntry("log of the context %s", Integer.toString(status));
    }
}
