package org.vedfolnir.history;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of the session, as a response shows it.
 *
 * @param owner the canary of the signed-in user; empty without one
 * @param login the number of the sign-in of the session; 0 without one
 * @param lists the lists by name, if they were requested
 */
record Seen(String owner, int login, Map<String, List<Integer>> lists) {

    static final Seen NOBODY = new Seen("", 0, Map.of());

    Seen {
        lists = Map.copyOf(lists);
    }

    boolean signedIn() {
        return !owner.isEmpty();
    }

    /** All values of all lists; one that is there twice comes twice. */
    List<Integer> values() {
        return lists.values().stream().flatMap(List::stream).toList();
    }

    /** Parses the output of {@link ListsServlet}. */
    static Seen parse(String body) {
        var lines = body.split("\n");
        var words = lines[0].split(" ");
        if (!words[0].equals("signed-in")) {
            return NOBODY;
        }
        var lists = new LinkedHashMap<String, List<Integer>>();
        for (var i = 1; i < lines.length; i++) {
            var parts = lines[i].split("=", 2);
            lists.put(parts[0], numbers(parts[1]));
        }
        return new Seen(words[1], Integer.parseInt(words[2]), lists);
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(","))
                .filter(each -> !each.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }
}
