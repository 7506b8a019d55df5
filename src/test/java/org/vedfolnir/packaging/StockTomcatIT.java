package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.store.redis.RealRedis;

/** The jar in a Tomcat as Apache ships it, under the web application of examples that Apache ships with it. */
class StockTomcatIT {

    private static final String FORM = "/examples/servlets/servlet/SessionExample";
    private static final String CART = "/examples/jsp/sessions/carts.jsp";
    private static final String GAME = "/examples/jsp/num/numguess.jsp";
    private static final Pattern PROBLEM = Pattern.compile("(WARNING|SEVERE) \\[[^]]*] org\\.vedfolnir\\.");

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    @ParameterizedTest
    @ValueSource(strings = {"11", "10.1"})
    void anUnchangedApplicationKeepsItsSessionsOverAStopAndAStartOfTomcat(String version) throws Exception {
        var person = new Person();
        try (var tomcat = StockTomcat.unpack(version).withJar().withLine().with("REDIS_URL", REDIS.url())) {
            tomcat.start();
            person.post(tomcat.address(FORM), Map.of("dataname", "colour", "datavalue", "blue & \u00fcber"));
            person.get(tomcat.address(CART + "?itemId=1&submit=add"));
            person.get(tomcat.address(CART + "?itemId=4&submit=add"));
            person.get(tomcat.address(GAME));
            person.get(tomcat.address(GAME + "?guess=0"));
            var id = person.id();
            var items = items(person.get(tomcat.address(CART)).body());

            tomcat.stop();
            tomcat.start();

            assertThat(person.get(tomcat.address(FORM)).body())
                    .contains("colour = blue &amp; \u00fcber", "cart = sessions.DummyCart");
            assertThat(items(person.get(tomcat.address(CART)).body()))
                    .hasSize(2)
                    .containsExactlyInAnyOrderElementsOf(items);
            assertThat(person.get(tomcat.address(GAME + "?guess=0")).body()).contains("You have made 2 guesses");
            assertThat(person.id()).isEqualTo(id);
            assertThat(REDIS.exists("vedfolnir:session:" + id)).isTrue();
            assertThat(REDIS.ttl("vedfolnir:session:" + id)).isPositive();
            tomcat.stop();
            saysNothingWrong(tomcat.logged(), id);
        }
    }

    private static List<String> items(String cart) {
        return Pattern.compile("<li> (.*)")
                .matcher(cart)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static void saysNothingWrong(List<String> logged, String id) {
        assertThat(logged).noneMatch(line -> PROBLEM.matcher(line).find());
        assertThat(logged)
                .as("lines with the session's id, but for those that the examples' own listener writes")
                .filteredOn(line -> line.contains(id))
                .allMatch(line -> line.contains(" SessionListener: "));
    }

    /** Five thousand classes; to look into each of them for each web application would take Tomcat seconds. */
    @ParameterizedTest
    @ValueSource(strings = {"11", "10.1"})
    void tomcatDoesNotSearchTheJarForTagLibrariesAndAnnotations(String version) throws Exception {
        try (var tomcat = StockTomcat.unpack(version)
                .withJar()
                .withLine()
                .with("REDIS_URL", REDIS.url())
                .logging("org.apache.tomcat.util.scan.level = ALL")) {
            tomcat.start();
            assertThat(tomcat.console(1).lines().filter(line -> line.contains("vedfolnir-session-manager.jar")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("Not scanning"));
        }
    }
}
