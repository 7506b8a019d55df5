package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;

/** What one request sends to Redis: requests one after the other, through a proxy that counts. */
final class WireTurn {

    private static final int REQUESTS = 100;
    private static final int WARM_UP = 20;

    private final Competitor competitor;
    private final CountingProxy proxy;
    private final ServerProcess server;

    WireTurn(Competitor competitor, CountingProxy proxy, ServerProcess server) {
        this.competitor = competitor;
        this.proxy = proxy;
        this.server = server;
    }

    Sample count(Workload workload) throws IOException {
        var sessions = workload == Workload.CREATE
                ? List.<String>of()
                : Sessions.make(competitor, server.port(), workload.sessions, WARM_UP + REQUESTS, 1);
        request(workload, sessions.subList(0, Math.min(WARM_UP, sessions.size())), WARM_UP);
        var before = proxy.passed();
        request(workload, sessions.subList(Math.min(WARM_UP, sessions.size()), sessions.size()), REQUESTS);
        var passed = proxy.passed().since(before);
        var figures = new LinkedHashMap<String, Double>();
        figures.put("round_trips", (double) passed.roundTrips() / REQUESTS);
        if (!proxy.tls()) {
            figures.put("commands_sent", (double) passed.commands() / REQUESTS);
        }
        figures.put("wire_bytes", (double) passed.bytes() / REQUESTS);
        return new Sample(1, competitor.name(), workload.word(), figures);
    }

    private void request(Workload workload, List<String> sessions, int count) throws IOException {
        try (var load = new Load(server.port(), 1)) {
            var left = new int[] {count};
            var requests = sessions.isEmpty()
                    ? Requests.ofStrangers(workload.path)
                    : Requests.once(workload.path, again(workload, sessions, count));
            load.closedLoop(connection -> left[0]-- > 0 ? requests.next(connection) : null, Long.MAX_VALUE);
        }
    }

    /** Sessions that a request does not end are asked for again, so that what a node does at its first sight of one is not counted. */
    private static List<String> again(Workload workload, List<String> sessions, int count) {
        var one = java.util.Collections.nCopies(count, sessions.get(0));
        return workload == Workload.INVALIDATE ? sessions : one;
    }
}
