package org.vedfolnir.session.store.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the state of a Redis Cluster from its processes: the masters, their slots and their replicas. */
public final class ClusterFacts {

    private static final Pattern SPACE = Pattern.compile(" ");
    private static final int ID = 0;
    private static final int ADDRESS = 1;
    private static final int FLAGS = 2;
    private static final int MASTER = 3;
    private static final int FIRST_SLOTS = 8;

    private final List<RedisProcess> processes;

    ClusterFacts(List<RedisProcess> processes) {
        this.processes = processes;
    }

    /** A row of {@code CLUSTER NODES}. */
    private record Row(String id, String address, String flags, String master, List<String> slots) {

        static Row of(String line) {
            var words = Arrays.asList(SPACE.split(line));
            // Redis prints a moving slot in brackets next to the slots of its master
            var slots = words.subList(Math.min(FIRST_SLOTS, words.size()), words.size()).stream()
                    .filter(word -> !word.startsWith("["))
                    .toList();
            return new Row(words.get(ID), words.get(ADDRESS), words.get(FLAGS), words.get(MASTER), slots);
        }

        boolean isMaster() {
            return flags.contains("master");
        }

        /** Also true if the process only suspects the failure. */
        boolean fails() {
            return flags.contains("fail");
        }

        boolean isOf(RedisProcess process) {
            return address.contains(":" + process.port() + "@");
        }

        boolean hasSlots() {
            return isMaster() && !slots.isEmpty();
        }

        boolean has(int slot) {
            return isMaster() && allSlots().anyMatch(each -> each == slot);
        }

        IntStream allSlots() {
            return slots.stream().flatMapToInt(Row::range);
        }

        private static IntStream range(String text) {
            var ends = text.split("-");
            return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        }
    }

    private static List<Row> rows(RedisProcess asked) {
        return asked.ask("CLUSTER", "NODES").lines().map(Row::of).toList();
    }

    private static Row own(RedisProcess asked) {
        return rows(asked).stream()
                .filter(row -> row.flags().contains("myself"))
                .findFirst()
                .orElseThrow();
    }

    static String id(RedisProcess process) {
        return process.ask("CLUSTER", "MYID");
    }

    /** The processes that reply. */
    public List<RedisProcess> serving() {
        return processes.stream().filter(RedisProcess::serves).toList();
    }

    /** The processes that report themselves as masters with slots. */
    public List<RedisProcess> masters() {
        return serving().stream().filter(each -> own(each).hasSlots()).toList();
    }

    public RedisProcess masterOf(int slot) {
        return serving().stream()
                .filter(each -> own(each).has(slot))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No master serves slot " + slot + "."));
    }

    public RedisProcess masterOf(String key) {
        return masterOf(slot(key));
    }

    public int slot(String key) {
        return Integer.parseInt(serving().get(0).ask("CLUSTER", "KEYSLOT", key));
    }

    public List<Integer> slots(RedisProcess master) {
        return own(master).allSlots().boxed().toList();
    }

    public RedisProcess replicaOf(RedisProcess master) {
        var id = id(master);
        return serving().stream()
                .filter(each -> own(each).master().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(master + " has no replica."));
    }

    public boolean isMaster(RedisProcess process) {
        return own(process).isMaster();
    }

    /** Whether another process reports a silent process as failed, or as possibly failed. */
    public boolean isSuspected(RedisProcess silent) {
        return serving().stream().flatMap(each -> rows(each).stream()).anyMatch(row -> row.isOf(silent) && row.fails());
    }

    /** Whether each slot has a master, each master a replica with all data, and all processes agree. */
    boolean whole() {
        return serving().size() == processes.size()
                && processes.stream().allMatch(ClusterFacts::healthy)
                && processes.stream().map(ClusterFacts::view).distinct().count() == 1
                && masters().stream().allMatch(this::isCopied);
    }

    /** The view of each process, for the message of a failed test. */
    String views() {
        return serving().stream()
                .map(each -> "\n" + each + ":\n" + each.ask("CLUSTER", "NODES") + each.ask("INFO", "replication"))
                .collect(Collectors.joining());
    }

    private static boolean healthy(RedisProcess process) {
        var info = process.ask("CLUSTER", "INFO");
        return info.contains("cluster_state:ok")
                && info.contains("cluster_slots_ok:" + RealCluster.SLOTS)
                && !process.ask("INFO", "replication").contains("master_link_status:down");
    }

    /** The owner of each slot, and the replicas. */
    private static List<String> view(RedisProcess process) {
        var lines = new ArrayList<String>();
        for (var row : rows(process)) {
            lines.add(row.id() + " " + (row.isMaster() ? row.slots() : row.master()));
        }
        return lines.stream().sorted().toList();
    }

    private boolean isCopied(RedisProcess master) {
        return master.ask("INFO", "replication").contains("state=online");
    }
}
