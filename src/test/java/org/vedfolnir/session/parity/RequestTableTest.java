package org.vedfolnir.session.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.store.redis.RealRedis;

/**
 * For each place on the way of a request: what all places see of a script of requests while that place reads or changes the session. It is the same
 * under Tomcat's own manager on one node and under ours on two, for each {@code concurrency}, except for each {@link Deviation}.
 */
class RequestTableTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Sightings OF_TOMCAT = new Sightings();
    private static final Sightings OF_OURS = new Sightings();
    private static final Sightings OF_ISOLATED = new Sightings();
    private static final List<Difference> SEEN = new CopyOnWriteArrayList<>();

    private static Site tomcat;
    private static Site ours;
    private static Site isolated;

    @BeforeAll
    static void start() {
        tomcat = Site.ofTomcat(server -> new Places(OF_TOMCAT).into(server));
        ours = Site.ofOurs(REDIS, server -> new Places(OF_OURS).into(server));
        isolated = Site.ofOurs(
                REDIS, server -> new Places(OF_ISOLATED).into(server), manager -> manager.setConcurrency("isolated"));
    }

    @AfterAll
    static void stop() {
        tomcat.close();
        ours.close();
        isolated.close();
        // a reason that explains no difference any more must be removed
        assertThat(Deviation.ALL).allSatisfy(reason -> assertThat(
                        reason.sometimes() || SEEN.stream().anyMatch(reason::explains))
                .as(reason.reason())
                .isTrue());
    }

    static Stream<String> places() {
        return Stream.concat(Stream.of("nobody", Sightings.EVERYWHERE), Places.ALL.stream());
    }

    @ParameterizedTest
    @MethodSource("places")
    void showsTheSameToAllPlacesAsTomcatsManager(String place) {
        var differences = new ArrayList<Difference>();
        for (var question : questions(place)) {
            var right = play(tomcat, OF_TOMCAT, place, question);
            differences.addAll(Difference.between(place, question, right, play(ours, OF_OURS, place, question)));
            differences.addAll(
                    Difference.between(place, question, right, play(isolated, OF_ISOLATED, place, question)));
        }
        SEEN.addAll(differences);
        var unexplained = Difference.unexplained(differences);
        assertThat(unexplained.size()).as(() -> Difference.summary(unexplained)).isZero();
    }

    /** If all places change the session at once, their order is undefined. */
    private static List<Question> questions(String place) {
        return switch (place) {
            case "nobody" -> List.of(Question.SESSION);
            case Sightings.EVERYWHERE -> List.of(Question.SESSION, Question.USER, Question.VALID, Question.ALL);
            default -> List.of(Question.SESSION, Question.USER, Question.VALID, Question.CREATE);
        };
    }

    private static Map<String, Map<String, String>> play(
            Site site, Sightings sightings, String place, Question question) {
        return new Script(site, sightings).play(place, question);
    }

    @Test
    void reachesEachPlaceByTheScript() {
        var seen = new HashSet<String>();
        play(tomcat, OF_TOMCAT, Sightings.EVERYWHERE, Question.SESSION)
                .values()
                .forEach(row -> seen.addAll(row.keySet()));

        assertThat(seen)
                .containsAll(Places.ALL)
                .contains("log of the host %u", "log of the context %S", "session created");
    }
}
