package org.vedfolnir.session.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Requests;

/**
 * Each value that is set is either read on the other node, equal and of the same class, or rejected at once, or kept on its node with a line in
 * the log.
 */
class GraphsTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final int AT_ONCE = 20;
    private static final int DEEPEST = 4;

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger local = new AtomicInteger();
    private final AtomicInteger same = new AtomicInteger();
    private final List<String> faults = new ArrayList<>();

    @ParameterizedTest(name = "{0}")
    @CsvSource({"SHARED, 2000", "ISOLATED, 500", "REFUSING, 500"})
    void losesNoAcknowledgedValue(Keeper keeper, int graphs) {
        var site = KEEPERS.of(keeper);
        for (var first = 0; first < graphs; first += AT_ONCE) {
            play(site, first);
        }

        assertThat(faults).isEmpty();
        assertThat(same.get()).isGreaterThan(graphs / 2);
        assertThat(keeper == Keeper.REFUSING ? refused.get() : local.get()).isGreaterThan(graphs / 20);
        assertThat(keeper == Keeper.REFUSING ? local.get() : refused.get()).isZero();
        assertThat(same.get() + local.get() + refused.get()).isEqualTo(graphs);
    }

    private void play(Keepers.Site site, int first) {
        var visitor = new Requests();
        var values = new HashMap<String, Object>();
        for (var seed = first; seed < first + AT_ONCE; seed++) {
            values.put("graph" + seed, new Graphs(seed).graph(seed % (DEEPEST + 1)));
        }
        visitor.get(site.node(), exchange -> set(exchange, values));
        visitor.get(site.other(), exchange -> {
            values.forEach(
                    (name, value) -> judge(site, name, value, exchange.session().getAttribute(name)));
            return "seen";
        });
        visitor.get(site.node(), exchange -> {
            values.forEach((name, value) -> {
                if (exchange.session().getAttribute(name) == null) {
                    faults.add(name + ": gone on the node where it was set");
                }
            });
            return "seen";
        });
    }

    private Object set(Exchange exchange, Map<String, Object> values) {
        exchange.set("begun", true);
        for (var each : List.copyOf(values.entrySet())) {
            try {
                exchange.set(each.getKey(), each.getValue());
            } catch (IllegalArgumentException e) {
                refused.incrementAndGet();
                values.remove(each.getKey());
            }
        }
        return "set";
    }

    private void judge(Keepers.Site site, String name, Object value, Object found) {
        if (found != null) {
            var difference = SameGraph.difference(value, found);
            if (difference == null) {
                same.incrementAndGet();
            } else {
                faults.add(name + ": " + difference);
            }
        } else if (List.of(site.node().manager().getLocalAttributesByName())
                .contains(name + " (" + value.getClass().getName() + "): 1")) {
            local.incrementAndGet();
        } else {
            faults.add(name + ": gone, a " + value.getClass());
        }
    }
}
