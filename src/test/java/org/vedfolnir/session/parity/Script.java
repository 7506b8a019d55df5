package org.vedfolnir.session.parity;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The requests of one visitor. After each of them another page shows the session. */
final class Script {

    private static final String FORGED = "F0".repeat(16);

    /** The cookies that the visitor sends. */
    private enum Sent {
        OWN(true),
        NOTHING(false),
        FORGED(false),
        ENDED(false),
        ENDED_AND_OWN(true),
        OWN_AND_ENDED(true),
        OWN_IN_THE_URL(true);

        /** Whether the visitor keeps the cookies of the response. */
        private final boolean isTheirs;

        Sent(boolean isTheirs) {
            this.isTheirs = isTheirs;
        }
    }

    private record Step(String path, Sent sent) {

        static Step own(String page) {
            return new Step("/page/" + page, Sent.OWN);
        }

        @Override
        public String toString() {
            return path + (sent == Sent.OWN ? "" : " with " + sent.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static final List<Step> STEPS = List.of(
            Step.own("see"),
            Step.own("paint"),
            new Step("/page/see", Sent.FORGED),
            new Step("/page/begin", Sent.FORGED),
            Step.own("begin"),
            Step.own("see"),
            Step.own("quiet"),
            new Step("/style.css", Sent.OWN),
            new Step("/style.css", Sent.NOTHING),
            Step.own("paint"),
            Step.own("login"),
            Step.own("see"),
            Step.own("quiet"),
            new Step("/style.css", Sent.OWN),
            Step.own("rotate"),
            Step.own("see"),
            Step.own("flush"),
            Step.own("redirect"),
            Step.own("send-error"),
            Step.own("throw"),
            new Step("/missing", Sent.OWN),
            Step.own("include"),
            Step.own("forward"),
            Step.own("include-other"),
            Step.own("forward-other"),
            Step.own("thread"),
            Step.own("thread-own"),
            Step.own("thread-within"),
            Step.own("container-thread"),
            Step.own("dispatch"),
            Step.own("dispatch-later"),
            new Step("/page/see", Sent.OWN_IN_THE_URL),
            Step.own("logout"),
            Step.own("see"),
            Step.own("again"),
            Step.own("see"),
            new Step("/page/see", Sent.ENDED),
            new Step("/page/see", Sent.ENDED_AND_OWN),
            new Step("/page/see", Sent.OWN_AND_ENDED),
            Step.own("login"),
            Step.own("invalidate"),
            Step.own("see"),
            Step.own("login"),
            Step.own("begin"),
            Step.own("see"));

    private final Site site;
    private final Sightings sightings;
    private final Map<String, String> headers;
    private String own = "";
    private String ended = "";
    private int requests;

    Script(Site site, Sightings sightings) {
        this(site, sightings, Map.of());
    }

    /** @param headers of each request */
    Script(Site site, Sightings sightings, Map<String, String> headers) {
        this.site = site;
        this.sightings = sightings;
        this.headers = headers;
    }

    /** What was seen for each request: the number and the page, then the place, then what that place saw. */
    Map<String, Map<String, String>> play(String place, Question question) {
        own = "";
        ended = "JSESSIONID=" + "E0".repeat(16);
        requests = 0;
        var aliases = sightings.begin();
        aliases.name(FORGED, "forged");
        aliases.name(Client.id(ended), "never");
        var rows = new LinkedHashMap<String, Map<String, String>>();
        for (var step : STEPS) {
            rows.put("%02d %s".formatted(rows.size() + 1, step), row(step, place, question, rows.size()));
        }
        return rows;
    }

    private Map<String, String> row(Step step, String place, Question question, int number) {
        sightings.expect(place, question, place + number, Places.LOGS);
        var answer = Client.get(next(), path(step), cookies(step.sent()), headers);
        var row = finish(answer);
        if (step.sent().isTheirs) {
            keep(answer);
        }
        sightings.expect("servlet before", Question.ALL, "", Places.LOGS);
        var shown = finish(Client.get(next(), "/page/see", own, headers));
        shown.forEach((where, what) -> row.put("then: " + where, what));
        return row;
    }

    private Server next() {
        return site.at(requests++);
    }

    private void keep(HttpResponse<String> answer) {
        var now = Client.cookie(answer, own);
        if (!now.equals(own)) {
            ended = own.isEmpty() ? ended : own;
            own = now;
        }
    }

    private Map<String, String> finish(HttpResponse<String> answer) {
        if (!sightings.awaitLog()) {
            sightings.report("log", "a line is lost");
        }
        var row = sightings.seen();
        row.put("status", Integer.toString(answer.statusCode()));
        row.put(
                "cookie",
                answer.headers().allValues("Set-Cookie").stream()
                        .map(this::named)
                        .collect(Collectors.joining(" | ")));
        return row;
    }

    private String named(String set) {
        var parts = set.split(";", 2);
        return sightings.aliases().of(Client.id(parts[0])) + (parts.length > 1 ? ";" + parts[1] : "");
    }

    private String path(Step step) {
        return step.sent() == Sent.OWN_IN_THE_URL ? step.path() + ";jsessionid=" + Client.id(own) : step.path();
    }

    private String cookies(Sent sent) {
        return switch (sent) {
            case OWN -> own;
            case NOTHING, OWN_IN_THE_URL -> "";
            case FORGED -> "JSESSIONID=" + FORGED;
            case ENDED -> ended;
            case ENDED_AND_OWN -> ended + "; " + own;
            case OWN_AND_ENDED -> own + "; " + ended;
        };
    }
}
