package org.vedfolnir.session.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;

/** Wherever a request changes the session, the other node has the change as soon as the client has the response. */
class SavedBeforeTheAnswerTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int ROUNDS = 100;

    private static final Sightings SIGHTINGS = new Sightings();
    private static Site site;

    @BeforeAll
    static void start() {
        site = Site.ofOurs(REDIS, server -> new Places(SIGHTINGS).into(server));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "engine before, /page/see",
        "engine after, /page/see",
        "engine after, /page/flush",
        "host before, /page/see",
        "host before, /style.css",
        "host before, /missing",
        "host before, /page/thread",
        "host before, /page/redirect",
        "host after, /page/see",
        "host after, /page/flush",
        "context before, /page/see",
        "context before, /style.css",
        "context after, /page/see",
        "context after, /page/flush",
        "listener initialized, /page/see",
        "listener initialized, /style.css",
        "listener destroyed, /page/see",
        "listener destroyed, /page/flush",
        "first filter REQUEST before, /page/see",
        "first filter REQUEST after, /page/see",
        "first filter REQUEST after, /page/flush",
        "first filter ERROR before, /missing",
        "first filter ERROR after, /page/send-error",
        "first filter ASYNC before, /page/dispatch",
        "filter REQUEST before, /page/see",
        "filter REQUEST after, /page/see",
        "filter REQUEST after, /page/redirect",
        "servlet before, /page/see",
        "servlet before, /page/redirect",
        "servlet before, /page/send-error",
        "servlet before, /page/throw",
        "servlet after, /page/flush",
        "error page, /page/send-error",
        "error page, /page/throw",
        "error page, /missing",
        "target INCLUDE, /page/include",
        "target FORWARD, /page/forward",
        "target ASYNC, /page/dispatch",
        "target ASYNC, /page/dispatch-later",
        "thread, /page/thread",
        "thread, /page/thread-own",
        "thread, /page/thread-within",
        "thread, /page/container-thread"
    })
    void showsTheChangeOnTheOtherNodeAtOnce(String place, String page) {
        begin();
        var cookie = Client.cookie(Client.get(site.at(0), "/page/begin", ""), "");
        var stale = new ArrayList<String>();
        for (var round = 0; round < ROUNDS; round++) {
            var mark = "mark " + round;
            SIGHTINGS.expect(place, Question.SET, mark, 0);
            Client.get(site.at(round), page, cookie);
            var seen = SIGHTINGS.seen();
            SIGHTINGS.expect("nobody", Question.SESSION, "", 0);
            var there = Client.get(site.at(round + 1), "/page/mark", cookie).body();
            assertThat(seen).as("places that were reached").containsKey(place);
            if (!there.equals(mark)) {
                stale.add(mark + ": " + there);
            }
        }
        assertThat(stale.size())
                .as(() -> "stale reads of " + ROUNDS + ": " + stale)
                .isZero();
    }

    /** The client has a file, or an error page, before these places are reached. */
    @ParameterizedTest
    @CsvSource({
        "host after, /style.css",
        "host after, /page/send-error",
        "context after, /style.css",
        "listener destroyed, /style.css",
        "first filter REQUEST after, /style.css"
    })
    void savesAChangeAfterTheResponse(String place, String page) throws Exception {
        begin();
        var cookie = Client.cookie(Client.get(site.at(0), "/page/begin", ""), "");
        SIGHTINGS.expect(place, Question.SET, "late", Places.LOGS);
        Client.get(site.at(0), page, cookie);
        SIGHTINGS.awaitLog();
        assertThat(SIGHTINGS.seen()).as("places that were reached").containsKey(place);
        begin();

        Eventually.within(
                Duration.ofSeconds(5),
                () -> Client.get(site.at(1), "/page/mark", cookie).body().equals("late"));
    }

    private static void begin() {
        SIGHTINGS.begin();
        SIGHTINGS.expect("nobody", Question.SESSION, "", 0);
    }
}
