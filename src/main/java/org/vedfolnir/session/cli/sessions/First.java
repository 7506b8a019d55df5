package org.vedfolnir.session.cli.sessions;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** Sorts without keeping more rows than are wanted. Stateless. */
final class First {

    private First() {}

    /** Returns the first {@code most} rows in that order. */
    static List<SessionRow> of(Stream<SessionRow> rows, Comparator<SessionRow> order, long most) {
        var best = new PriorityQueue<>(order.reversed());
        rows.forEach(row -> {
            best.add(row);
            if (best.size() > most) {
                best.remove();
            }
        });
        return best.stream().sorted(order).toList();
    }
}
