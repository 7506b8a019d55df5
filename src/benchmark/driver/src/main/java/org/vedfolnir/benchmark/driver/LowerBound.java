package org.vedfolnir.benchmark.driver;

import java.util.OptionalDouble;

/**
 * What a contestant takes of the least that a request costs with any store that asks Redis. That least is what Tomcat's own manager takes
 * and, for each round trip, what a read of the floor takes more than one of that manager. All figures of a ratio are of the same round.
 */
final class LowerBound {

    private static final String PER_SECOND = "requests_per_second";
    private static final String NODE_CPU = "server_cpu_ms_per_1000";
    private static final double MICROS = 1e6;

    private final Figures figures;

    LowerBound(Figures figures) {
        this.figures = figures;
    }

    /** The bound divided by the contestant's time: 1 is as fast as can be. */
    Spread share(String competitor, Workload workload) {
        return figures.each(round -> {
            var bound = micros(round, workload);
            var perSecond = figures.figure(round, competitor, workload.word(), PER_SECOND);
            return bound.isEmpty() || perSecond.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(bound.getAsDouble() * perSecond.getAsDouble() / MICROS);
        });
    }

    /** The bound: µs of all cores for one request. */
    Spread micros(Workload workload) {
        return figures.each(round -> micros(round, workload));
    }

    private OptionalDouble micros(int round, Workload workload) {
        var tomcat = time(round, Competitors.STANDARD, workload);
        var tomcatReads = time(round, Competitors.STANDARD, Workload.READ);
        var floorReads = time(round, Competitors.FLOOR, Workload.READ);
        return tomcat.isEmpty() || tomcatReads.isEmpty() || floorReads.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(tomcat.getAsDouble()
                        + workload.roundTrips * (floorReads.getAsDouble() - tomcatReads.getAsDouble()));
    }

    private OptionalDouble time(int round, String competitor, Workload workload) {
        var perSecond = figures.figure(round, competitor, workload.word(), PER_SECOND);
        return perSecond.isEmpty() || perSecond.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(MICROS / perSecond.getAsDouble());
    }

    /**
     * What the contestant's server takes of the processor beyond Tomcat's own manager, as a multiple of what the floor takes beyond it. None
     * of a round in which the floor took no more than that manager.
     */
    Spread nodeCpu(String competitor, Workload workload) {
        return figures.each(round -> {
            var tomcat = figures.figure(round, Competitors.STANDARD, workload.word(), NODE_CPU);
            var floor = figures.figure(round, Competitors.FLOOR, workload.word(), NODE_CPU);
            var own = figures.figure(round, competitor, workload.word(), NODE_CPU);
            return tomcat.isEmpty() || floor.isEmpty() || own.isEmpty() || floor.getAsDouble() <= tomcat.getAsDouble()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            (own.getAsDouble() - tomcat.getAsDouble()) / (floor.getAsDouble() - tomcat.getAsDouble()));
        });
    }
}
