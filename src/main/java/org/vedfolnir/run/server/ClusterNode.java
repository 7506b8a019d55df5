package org.vedfolnir.run.server;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.vedfolnir.run.system.FirstMatch;

/**
 * A server of a Redis Cluster as another one sees it: a line of {@code CLUSTER NODES}, or of the file
 * {@code nodes.conf}.
 *
 * @param flags as in Redis: {@code myself}, {@code master}, {@code slave}, {@code fail?} …
 * @param master the id of its master; {@code -} for a master
 * @param slots of a master: {@code first-last}, or a single one; without those that are being moved
 */
record ClusterNode(String id, int port, Set<String> flags, String master, List<String> slots) {

    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})@");
    private static final int FIRST_SLOT = 8;

    static List<ClusterNode> parse(String lines) {
        return lines.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("vars "))
                .map(line -> parse(line.split(" ")))
                .toList();
    }

    private static ClusterNode parse(String[] words) {
        return new ClusterNode(
                words[0],
                Integer.parseInt(FirstMatch.in(PORT, words[1])),
                Set.of(words[2].split(",")),
                words[3],
                Arrays.stream(words)
                        .skip(FIRST_SLOT)
                        .filter(slots -> !slots.startsWith("["))
                        .toList());
    }

    boolean isMyself() {
        return flags.contains("myself");
    }

    /** Whether it serves keys. */
    boolean serves() {
        return flags.contains("master") && !slots.isEmpty() && !isFailing();
    }

    boolean has(int slot) {
        return slots.stream().anyMatch(range -> {
            var ends = range.split("-");
            return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
        });
    }

    boolean isFailing() {
        return flags.contains("fail") || flags.contains("fail?");
    }
}
