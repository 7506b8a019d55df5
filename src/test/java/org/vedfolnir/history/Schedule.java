package org.vedfolnir.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Which faults happen and when: a list that follows from its seed alone. */
record Schedule(List<Step> steps) {

    private static final int SHORTEST_GAP = 2000;
    private static final int LONGEST_GAP = 9000;
    /** Before the end nothing new happens for so long, in ms. */
    private static final int QUIET = 4000;

    private static final int SHORTEST = 100;
    private static final int LONGEST = 3500;
    private static final int SLOWEST = 300;

    /**
     * @param node which node, or the wire of which, 0 or 1
     * @param begin in ms since the history began
     * @param length in ms
     * @param delay of a slow wire, in ms
     */
    record Step(Fault fault, int node, long begin, long length, int delay) {}

    Schedule {
        steps = List.copyOf(steps);
    }

    static Schedule of(long seed, Duration length) {
        return of(seed, length, Topology.ONE);
    }

    static Schedule of(long seed, Duration length, Topology topology) {
        var random = new SplittableRandom(seed);
        return new Schedule(Arrays.stream(Fault.Lane.values())
                .flatMap(lane -> lane(faults(lane, topology), random.split(), length.toMillis() - QUIET))
                .sorted(Comparator.comparingLong(Step::begin))
                .toList());
    }

    private static List<Fault> faults(Fault.Lane lane, Topology topology) {
        return Arrays.stream(Fault.values())
                .filter(each -> each.lane() == lane && topology.faults().contains(each))
                .toList();
    }

    private static Stream<Step> lane(List<Fault> faults, SplittableRandom random, long end) {
        if (faults.isEmpty()) {
            return Stream.empty();
        }
        return Stream.iterate(
                step(faults, random, 0),
                last -> last.begin() + last.length() < end,
                last -> step(faults, random, last.begin() + last.length()));
    }

    private static Step step(List<Fault> faults, SplittableRandom random, long after) {
        return new Step(
                faults.get(random.nextInt(faults.size())),
                random.nextInt(2),
                after + random.nextInt(SHORTEST_GAP, LONGEST_GAP),
                random.nextInt(SHORTEST, LONGEST),
                random.nextInt(SLOWEST));
    }

    List<Step> of(Fault.Lane lane) {
        return steps.stream().filter(each -> each.fault().lane() == lane).toList();
    }
}
