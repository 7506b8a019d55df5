package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a reviewer tried to break of requests that share a session. */
class SharedReviewTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Requests visitor = new Requests();
    private final Point point = new Point();

    private static List<Object> tooMuch() {
        return new ArrayList<>(Collections.nCopies(20_000, "element"));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(HttpSession session, String name) {
        return (List<Object>) Objects.requireNonNull(session.getAttribute(name));
    }

    @AsOne
    void anObjectWithTwoNamesOfWhichAnotherRequestReadOneIsSavedUnderBoth(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> {
            var cart = new ArrayList<Object>(List.of("bread"));
            exchange.set("cart", cart);
            return exchange.set("form", cart);
        });
        var first = visitor.begin(site.node(), exchange -> {
            var cart = list(exchange.session(), "cart");
            point.hold();
            return cart.add("milk");
        });
        point.reached();
        assertThat(visitor.get(site.node(), "form")).isEqualTo("[bread]");
        point.letGo();
        first.join();

        assertThat(visitor.get(site.other(), "cart")).isEqualTo("[bread, milk]");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("[bread, milk]");
        assertThat(visitor.get(
                        site.other(),
                        exchange -> exchange.session().getAttribute("cart")
                                == exchange.session().getAttribute("form")))
                .isEqualTo("true");
    }
}
