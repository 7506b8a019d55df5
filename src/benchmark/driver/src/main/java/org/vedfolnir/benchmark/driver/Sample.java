package org.vedfolnir.benchmark.driver;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured of one contestant in one round.
 *
 * @param subject the workload, or what else was looked at
 * @param figures by name; the name says the unit
 */
record Sample(int round, String competitor, String subject, Map<String, Double> figures) {

    /** One line of JSON. Names hold nothing that JSON would escape. */
    String json() {
        return figures.entrySet().stream()
                .map(figure -> "\"" + figure.getKey() + "\":" + figure.getValue())
                .collect(Collectors.joining(
                        ",",
                        "{\"round\":" + round + ",\"contestant\":\"" + competitor + "\",\"subject\":\"" + subject
                                + "\",",
                        "}"));
    }
}
