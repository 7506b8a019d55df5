package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.util.List;

/** Makes sessions on a server, as fast as it can. */
final class Sessions {

    private Sessions() {}

    /** The cookies of as many new sessions. */
    static List<String> make(Competitor competitor, int port, String path, int count, int connections)
            throws IOException {
        try (var load = new Load(port, connections)) {
            var left = new int[] {count};
            var stranger = Requests.ofStrangers(path);
            var outcome =
                    load.closedLoop(connection -> left[0]-- > 0 ? stranger.next(connection) : null, Long.MAX_VALUE);
            if (outcome.errors() > 0 || outcome.cookies().size() != count) {
                throw new IOException(
                        competitor.name() + " made " + outcome.cookies().size() + " sessions of " + count + ", with "
                                + outcome.errors() + " wrong answers.");
            }
            return outcome.cookies();
        }
    }
}
