package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.redis.RealRedis;

/**
 * The applications of the folder examples, each on two nodes. The node that responded last is killed, and the other one continues. The profile examples
 * builds them. Without a browser, the example that needs one is left out.
 */
@Tag("examples")
class Examples {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    /** All nodes have the same keys. Of one application, keys of earlier nodes count for a minute. */
    private static final String KEYS = KeyRing.generate();

    private final String password = UUID.randomUUID().toString();
    private final Map<String, String> environment = Map.of(
            "REDIS_URL",
            REDIS.url(),
            "SESSION_ENCRYPTION_KEYS",
            KEYS,
            // four processes start at once, on however few processors
            "SESSION_COMMAND_TIMEOUT",
            "10s",
            "SPRING_SECURITY_USER_NAME",
            ExampleStory.USER,
            "SPRING_SECURITY_USER_PASSWORD",
            password);

    @Test
    void continuesOnTheOtherTomcat11() throws Exception {
        var examples =
                new ArrayList<>(List.of("servlet", "spring-boot-4.0", "faces-mojarra", "faces-myfaces", "wicket"));
        var stories = new ArrayList<>(List.of(
                new ExampleStory.Cart(new ExampleVisitor(), password),
                boot("4.0"),
                new ExampleStory.Faces("faces-mojarra", new ExampleVisitor(), password),
                new ExampleStory.Faces("faces-myfaces", new ExampleVisitor(), password),
                new ExampleStory.Wicket(new ExampleVisitor(), password)));
        if (System.getProperty("vedfolnir.browser.left.out", "").equals("none")) {
            examples.add("vaadin");
            try (var window = new WindowStory(password)) {
                stories.add(window);
                play(() -> tomcat("11.0", examples), stories);
            }
        } else {
            play(() -> tomcat("11.0", examples), stories);
        }
    }

    @Test
    void continuesOnTheOtherTomcat10() throws Exception {
        play(() -> tomcat("10.1", List.of("spring-boot-3.5")), List.of(boot("3.5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "4.0"})
    void continuesOnTheOtherProcess(String line) throws Exception {
        play(() -> ExampleNode.embedded("spring-boot-" + line, environment), List.of(boot(line)));
    }

    private ExampleStory boot(String line) {
        return new ExampleStory.Boot("spring-boot-" + line, new ExampleVisitor(), password);
    }

    private ExampleNode tomcat(String line, List<String> examples) throws Exception {
        var users = "<tomcat-users><user username=\"%s\" password=\"%s\" roles=\"buyer\"/></tomcat-users>"
                .formatted(ExampleStory.USER, password);
        return ExampleNode.inTomcat(line, examples, users, environment);
    }

    private static void play(Callable<ExampleNode> starting, List<? extends ExampleStory> stories) throws Exception {
        var first = later(starting);
        var second = later(starting);
        try (var a = started(first);
                var b = started(second)) {
            assertAll(stories.stream().map(story -> () -> story.countToThree(a, b)));
            a.kill();
            var rest = stories.stream().<Executable>map(story -> () -> story.continueOn(b));
            var quiet = Stream.of(a, b)
                    .<Executable>map(node -> () -> assertThat(troubles(node)).isEmpty());
            assertAll(Stream.concat(rest, quiet));
        }
    }

    /** Log lines of requests: a value that is not kept, or an error. */
    private static List<String> troubles(ExampleNode node) throws IOException {
        return node.logs()
                .lines()
                .filter(line -> line.matches(".*(SEVERE|WARNING|ERROR|WARN |Exception|DEGRADED).*"))
                .filter(line -> !line.contains("CVE-2025-49844"))
                // a slow start, which Tomcat logs from 100 ms on
                .filter(line -> !line.contains("Creation of SecureRandom"))
                .toList();
    }

    private static CompletableFuture<ExampleNode> later(Callable<ExampleNode> starting) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return starting.call();
            } catch (Exception e) {
                throw new AssertionError("A node did not start.", e);
            }
        });
    }

    private static ExampleNode started(CompletableFuture<ExampleNode> node) throws InterruptedException {
        try {
            return node.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
