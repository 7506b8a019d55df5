package org.vedfolnir.benchmark.driver;

import java.util.List;
import java.util.Locale;

/** The same figure of several rounds. */
record Spread(List<Double> values) {

    boolean isEmpty() {
        return values.isEmpty();
    }

    double median() {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The median and, of several rounds, the least and the greatest; empty when there is none. */
    String text(int digits) {
        if (isEmpty()) {
            return "";
        }
        var middle = number(median(), digits);
        if (values.size() == 1) {
            return middle;
        }
        var least = number(values.stream().min(Double::compare).orElseThrow(), digits);
        var greatest = number(values.stream().max(Double::compare).orElseThrow(), digits);
        return middle + " (" + least + "–" + greatest + ")";
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value).replace(',', ' ');
    }
}
