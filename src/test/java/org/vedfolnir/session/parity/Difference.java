package org.vedfolnir.session.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** A difference between two runs of the script, with the line of each manager. */
record Difference(String asking, Question question, String request, String where, String right, String wrong) {

    private static final int MOST_OF_A_KIND = 3;
    private static final String NOTHING = "(nothing)";

    static List<Difference> between(
            String asking,
            Question question,
            Map<String, Map<String, String>> right,
            Map<String, Map<String, String>> seen) {
        var all = new ArrayList<Difference>();
        right.forEach((request, row) -> {
            var other = seen.getOrDefault(request, Map.of());
            var places = new TreeSet<>(row.keySet());
            places.addAll(other.keySet());
            for (var place : places) {
                var one = row.getOrDefault(place, NOTHING);
                var two = other.getOrDefault(place, NOTHING);
                if (!Objects.equals(one, two)) {
                    all.add(new Difference(asking, question, request, place, one, two));
                }
            }
        });
        return all;
    }

    /** The differences without a written reason. */
    static List<Difference> unexplained(List<Difference> all) {
        return all.stream()
                .filter(each -> Deviation.ALL.stream().noneMatch(reason -> reason.explains(each)))
                .toList();
    }

    /** Number of each kind, with a few examples. */
    static String summary(List<Difference> all) {
        var kinds = new TreeMap<String, List<Difference>>();
        for (var each : all) {
            kinds.computeIfAbsent(each.question() + " seen at " + each.where(), kind -> new ArrayList<>())
                    .add(each);
        }
        var text = new StringBuilder(all.size() + " differences");
        kinds.forEach((kind, those) -> {
            text.append("\n%s: %d times%n".formatted(kind, those.size()));
            those.stream()
                    .limit(MOST_OF_A_KIND)
                    .forEach(each -> text.append("  ").append(each).append('\n'));
        });
        return text.toString();
    }

    @Override
    public String toString() {
        return "%s asks %s; request %s; seen at %s%n    Tomcat's: %s%n    ours:     %s"
                .formatted(asking, question, request, where, right, wrong);
    }
}
