package org.vedfolnir.session.work;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vedfolnir.session.node.Browser;
import org.vedfolnir.session.node.Node;

/** The requests of one visitor, which do what a test says. */
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

    /** Others with the cookie that this visitor has now. */
    public Requests copy() {
        return new Requests(browser.copy());
    }

    /** The answer of a request that does this. */
    public String get(Node node, Work work) {
        return begin(node, work).join();
    }

    /** What an attribute is for a request that comes now. */
    public String get(Node node, String attribute) {
        return get(node, exchange -> exchange.get(attribute));
    }

    /** A request that is under way; its answer, if all went well. */
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

    /** What a request does with the session that it has got. */
    @FunctionalInterface
    public interface Use {
        Object of(HttpSession session);
    }

    /** The answers of so many requests, of which each has its session when the first begins to use it. */
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
