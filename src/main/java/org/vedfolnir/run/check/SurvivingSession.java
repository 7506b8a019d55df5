package org.vedfolnir.run.check;

import static org.vedfolnir.run.check.CheckReport.require;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.vedfolnir.run.system.FirstMatch;

/** The session that must survive all failures of the check. For one thread. */
final class SurvivingSession {

    private static final Pattern HANDLE = Pattern.compile("<code>([^<]*)</code>");
    private static final int DEADLINE_MS = 1000;

    private final Visitor user;
    private final String handle;

    /** @param home its first page */
    SurvivingSession(Visitor user, HttpResponse<String> home) {
        this.user = user;
        this.handle = FirstMatch.in(HANDLE, home.body());
    }

    String handle() {
        return handle;
    }

    String id() {
        return Objects.requireNonNullElse(user.id(), "");
    }

    HttpResponse<String> home(String node) throws IOException, InterruptedException {
        return user.get(node, "/home");
    }

    /** @return its home page; throws {@link CheckReport.Unexpected} if it is missing */
    HttpResponse<String> requireOn(String node) throws IOException, InterruptedException {
        var home = home(node);
        require(home.statusCode() == 200, node + " answered " + home.statusCode());
        require(handle.equals(FirstMatch.in(HANDLE, home.body())), "it is a different session");
        return home;
    }

    /** @return after how many milliseconds it was available again */
    long awaitOn(String node, Duration patience) throws Exception {
        var began = System.nanoTime();
        require(
                DataProbe.within(patience, () -> home(node).statusCode() == 200),
                "not signed in within " + patience.toSeconds() + " s");
        requireOn(node);
        return (System.nanoTime() - began) / 1_000_000;
    }

    /** Requires that a node without access to the session reports that soon, and does not change the cookie. */
    String requireOutageOn(String node) throws IOException, InterruptedException {
        var cookie = user.cookie();
        var began = System.nanoTime();
        var answer = home(node);
        var took = (System.nanoTime() - began) / 1_000_000;
        require(answer.statusCode() == 503, "answered " + answer.statusCode());
        require(took < DEADLINE_MS, "answered after " + took + " ms");
        require(answer.headers().firstValue("Retry-After").isPresent(), "no Retry-After");
        require(
                answer.headers().firstValue("Set-Cookie").isEmpty() && cookie.equals(user.cookie()),
                "a cookie was set");
        var visitor = new Visitor().get(node, "/");
        require(visitor.statusCode() == 200, "the public page answered " + visitor.statusCode());
        return "503 after " + took + " ms, no Set-Cookie; the public page 200";
    }
}
