package org.vedfolnir.benchmark.driver;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ./bench faces} asks for, checked.
 *
 * @param pages how many pages of each kind one contestant has in one round
 * @param warmUp how many of each kind come before the first round
 * @param views how many views MyFaces keeps in the session; together they have about 140 KB
 * @param rows of the table in the page
 */
record FacesOptions(
        List<String> states,
        int rounds,
        int pages,
        int warmUp,
        int views,
        int rows,
        boolean recorded,
        List<Competitor> competitors) {

    static final String USAGE = """
            ./bench faces [options]       a page of MyFaces with 140 KB of view state in the session, as a ratio to the first
                                          contestant, and writes target/benchmark/faces.md and faces.jsonl
              --states A,B                what the 140 KB are, some of: tree (the whole tree of components), data (what the
                                          page keeps in its view), bytes (that, serialized by MyFaces) (tree,data)
              --rounds N                  how often each contestant has its turn (9)
              --pages N                   pages opened, and buttons pressed, in each turn (100)
              --warm-up N                 how many of each come before the first round (1000)
              --views N                   views that MyFaces keeps in the session, of 140 KB / N each (1; its own default is 20)
              --rows N                    rows of the page, of four components each (%d / views)
              --contestants A,B           managers (standard-manager,vedfolnir-plain)
              --against JAR               vedfolnir-plain out of another jar as one more
              --jfr                       records each server during its rounds, into target/benchmark/jfr
            """;

    /** So many rows have 140 KB of state when the whole tree is saved, and so many letters when the page's data is. */
    private static final int ROWS = 90;

    private static final int LETTERS = 92_000;

    private static final List<String> STATES = List.of("tree", "data", "bytes");
    private static final String CONTESTANTS = Competitors.STANDARD + ",vedfolnir-plain";

    static String usage() {
        return USAGE.formatted(ROWS);
    }

    static FacesOptions parse(List<String> arguments) {
        var given = given(arguments);
        var views = Options.number(given, "--views", 1);
        return new FacesOptions(
                states(given.getOrDefault("--states", "tree,data")),
                Options.number(given, "--rounds", 9),
                Options.number(given, "--pages", 100),
                Options.number(given, "--warm-up", 1000),
                views,
                Options.number(given, "--rows", Math.max(1, ROWS / views)),
                given.containsKey("--jfr"),
                competitors(given));
    }

    /** The page's settings for its server. */
    Map<String, String> page(String state) {
        return Map.of(
                "state", state,
                "rows", Integer.toString(rows),
                "views", Integer.toString(views),
                "letters", Integer.toString(LETTERS / views));
    }

    private static List<String> states(String names) {
        var states = Arrays.asList(names.split(","));
        for (var state : states) {
            if (!STATES.contains(state)) {
                throw new WrongCommandException(
                        "There is no state " + state + ". There are: " + String.join(", ", STATES));
            }
        }
        return states;
    }

    /** The one that the others are compared with comes first. */
    private static List<Competitor> competitors(Map<String, String> given) {
        var against = Optional.ofNullable(given.get("--against")).map(Options::jar);
        return Options.contestants(given.getOrDefault("--contestants", CONTESTANTS), against).stream()
                .flatMap(name -> Competitors.named(List.of(name), against).stream())
                .toList();
    }

    private static Map<String, String> given(List<String> arguments) {
        var given = new HashMap<String, String>();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var option = rest.next();
            var flag = option.equals("--jfr");
            if (!USAGE.contains("  " + option + " ") || !flag && !rest.hasNext()) {
                throw new WrongCommandException(
                        "There is no option " + option + ", or its value is missing.\n\n" + usage());
            }
            given.put(option, flag ? "" : rest.next());
        }
        return given;
    }
}
