package org.vedfolnir.session.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;

/** Whether a Redis Cluster serves all its slots, by CLUSTER NODES. */
final class ClusterCheck implements Check {

    private static final int SLOTS = 16_384;

    @Override
    public Finding examine(Subject subject) throws IOException {
        var nodes = subject.servers()
                .get(0)
                .connection()
                .command("CLUSTER", "NODES")
                .text();
        var served = new BitSet(SLOTS);
        var failed = new ArrayList<String>();
        var lines = (nodes == null ? "" : nodes)
                .lines()
                .map(line -> line.split(" "))
                .toList();
        for (var node : lines) {
            if (node.length > 2 && node[2].contains("fail")) {
                failed.add(node[1].replaceFirst("[@,].*", "") + " (" + node[2] + ")");
            } else {
                slots(node, served);
            }
        }
        var missing = SLOTS - served.cardinality();
        if (missing > 0) {
            return Finding.fail(
                            "cluster",
                            "No Redis has " + missing + " of " + SLOTS
                                    + " slots: requests for their sessions get a 503.",
                            "Start the failed servers, or assign the slots (redis-cli --cluster fix).")
                    .with(failed);
        }
        return failed.isEmpty()
                ? Finding.ok(
                        "cluster",
                        subject.servers().size() + " masters, " + lines.size() + " servers, all slots served")
                : Finding.warn(
                        "cluster",
                        "All slots are served, and these servers have failed: " + String.join(", ", failed) + ".",
                        "Start them, or remove them (CLUSTER FORGET).");
    }

    /** Those in brackets are on their way from or to another server. */
    private static void slots(String[] node, BitSet served) {
        for (var i = 8; i < node.length; i++) {
            if (node[i].matches("\\d+(-\\d+)?")) {
                var ends = node[i].split("-");
                served.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        }
    }
}
