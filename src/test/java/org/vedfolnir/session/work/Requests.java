package org.vedfolnir.session.work;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.testing.Browser;

/** The requests of one visitor, which execute the steps of a test. */
public final class Requests {

    private static final int PATIENCE = 30;

    private final Browser browser;

    public Requests() {
        this(new Browser());
    }

    private Requests(Browser browser) {
        this.browser = browser;
    }

    public Browser browser() {
        return browser;
    }

    /** Another visitor with the same cookie. */
    public Requests copy() {
        return new Requests(browser.copy());
    }

    /** The response to a request that executes this. */
    public String get(Node node, Work work) {
        return begin(node, work).join();
    }

    /** The value of an attribute in a new request. */
    public String get(Node node, String attribute) {
        return get(node, exchange -> exchange.get(attribute));
    }

    /** Starts a request and returns its response, which must be 200. */
    public CompletableFuture<String> begin(Node node, Work work) {
        return send(node, work).thenApply(Requests::answered);
    }

    public CompletableFuture<HttpResponse<String>> send(Node node, Work work) {
        return browser.later(node, WorkServlet.PATH + WorkServlet.query(work));
    }

    public static String answered(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** The use of the session that a request has got. */
    @FunctionalInterface
    public interface Use {
        Object of(HttpSession session);
    }

    /** The responses to that many concurrent requests, each of which has its session before the first one uses it. */
    public List<String> together(int count, Node node, Use use) {
        var all = new CyclicBarrier(count);
        var answers = Stream.generate(() -> begin(node, exchange -> {
                    var session = exchange.session();
                    all.await(PATIENCE, TimeUnit.SECONDS);
                    return use.of(session);
                }))
                .limit(count)
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }
}
