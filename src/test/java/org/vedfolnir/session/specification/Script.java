package org.vedfolnir.session.specification;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;

/** Requests of visitors to a site, in order. */
record Script(String claim, Consumer<Run> play) {

    /** One execution of a script on one site. */
    static final class Run {

        private static final Duration PATIENCE = Duration.ofSeconds(10);

        private final Site site;
        private Browser visitor = Browser.withCookieOfEachPath();
        private int visits;

        Run(Site site) {
            this.site = site;
        }

        Run visit(String... steps) {
            return visitOf("", steps);
        }

        Run visitOf(String application, String... steps) {
            var response = send(application, steps);
            visits++;
            // the client has an error page before the listeners of the request's end are called
            until(() -> site.trace().count("requestDestroyed") == visits);
            site.trace()
                    .say("<- " + response.statusCode()
                            + response.headers()
                                    .firstValue("Location")
                                    .map(to -> " to " + to)
                                    .orElse("")
                            + response.headers()
                                    .firstValue("Set-Cookie")
                                    .map(cookie -> " with " + cookie)
                                    .orElse(""));
            return this;
        }

        /** @param steps for {@link ActServlet}, in order; those that begin with {@code in=} run in the target of a dispatch */
        private HttpResponse<String> send(String application, String... steps) {
            var query = Arrays.stream(steps)
                    .map(step -> step.startsWith("in=") ? step : "do=" + step)
                    .map(step -> step.substring(0, 3) + Browser.encoded(step.substring(3)))
                    .collect(Collectors.joining("&"));
            var port = site.nextPort();
            return visitor.get(() -> port, application + "/act?" + query);
        }

        Run anotherVisitor() {
            visitor = Browser.withCookieOfEachPath();
            return this;
        }

        Run withCookie(String id) {
            visitor.with("/", "JSESSIONID=" + id);
            return this;
        }

        /** Waits until the clocks of Redis and of this node have moved on. */
        Run after(Duration time) {
            var end = System.nanoTime() + time.toNanos();
            return until(() -> System.nanoTime() > end);
        }

        Run reload() {
            site.reload();
            return this;
        }

        Run background() {
            site.background();
            return this;
        }

        Browser visitor() {
            return visitor;
        }

        Run as(Browser another) {
            visitor = another;
            return this;
        }

        Run untilBackgroundNotifies(String beginning) {
            return untilBackgroundNotifies(beginning, 1);
        }

        Run untilBackgroundNotifies(String beginning, int times) {
            return until(() -> {
                site.background();
                return site.trace().count(beginning) >= times;
            });
        }

        private Run until(Callable<Boolean> condition) {
            try {
                Eventually.within(PATIENCE, condition);
            } catch (Exception e) {
                throw new AssertionError(String.join("\n", site.trace().lines()), e);
            }
            return this;
        }
    }

    @Override
    public String toString() {
        return claim;
    }
}
