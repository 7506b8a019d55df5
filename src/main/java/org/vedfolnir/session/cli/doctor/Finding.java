package org.vedfolnir.session.cli.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a check found. Immutable.
 *
 * @param check its name, in a word or two
 * @param found the state, with the figures
 * @param remedy what mends it; empty if nothing needs to be mended
 * @param details more lines, if there are any
 */
record Finding(String check, Status status, String found, String remedy, List<String> details) {

    Finding {
        details = List.copyOf(details);
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Status.OK, found, "", List.of());
    }

    static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Status.WARN, found, remedy, List.of());
    }

    static Finding fail(String check, String found, String remedy) {
        return new Finding(check, Status.FAIL, found, remedy, List.of());
    }

    Finding with(List<String> more) {
        return new Finding(check, status, found, remedy, more);
    }

    /**
     * Returns the gravest of several servers' findings; the others are its details if they say something else.
     *
     * @param places of the servers, in the order of the findings
     */
    static Finding gravest(List<Finding> all, List<String> places) {
        var worst = all.stream().max(Comparator.comparing(Finding::status)).orElseThrow();
        if (all.stream().allMatch(each -> each.found().equals(worst.found()))) {
            return worst;
        }
        var others = new ArrayList<>(worst.details());
        for (var i = 0; i < all.size(); i++) {
            var each = all.get(i);
            if (each != worst) {
                others.add(places.get(i) + ": " + each.status() + " " + each.found());
            }
        }
        return worst.with(others);
    }
}
