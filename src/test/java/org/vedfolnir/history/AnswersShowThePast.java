package org.vedfolnir.history;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A read shows every append that was acknowledged before it began, through whatever node, and everything that an earlier read had
 * shown; by the bound of the history, if it has one. Left out are appends during which the session's id may have changed, until a read has shown them.
 */
final class AnswersShowThePast implements Rule {

    /** The time from which a value must be shown. */
    private record Known(int value, long since) {}

    @Override
    public Stream<Violation> broken(History history) {
        var reads = history.operations().stream()
                .filter(each -> each.kind() == Kind.READ && each.okSignedIn())
                .collect(Collectors.groupingBy(each -> each.answer().seen().login()));
        var appends = history.operations().stream()
                .filter(each -> each.kind() == Kind.APPEND && each.okSignedIn())
                .collect(Collectors.groupingBy(each -> each.request().login()));
        return reads.entrySet().stream()
                .flatMap(each ->
                        stale(each.getValue(), appends.getOrDefault(each.getKey(), List.of()), history.bound()));
    }

    private Stream<Violation> stale(List<Operation> reads, List<Operation> appends, long bound) {
        var since = new HashMap<Integer, Long>();
        appends.forEach(each -> since.merge(each.request().value(), each.ended(), Math::min));
        reads.forEach(
                each -> each.answer().seen().values().forEach(value -> since.merge(value, each.ended(), Math::min)));
        var known = inOrder(since);
        return reads.stream().flatMap(read -> missing(read, known, bound));
    }

    private static List<Known> inOrder(Map<Integer, Long> since) {
        return since.entrySet().stream()
                .map(each -> new Known(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingLong(Known::since))
                .toList();
    }

    private Stream<Violation> missing(Operation read, List<Known> known, long bound) {
        var shown = new HashSet<>(read.answer().seen().values());
        return known.stream()
                .takeWhile(each -> each.since() + bound < read.began())
                .filter(each -> !shown.contains(each.value()))
                .map(each -> violation(
                        read.ended(),
                        "a read of sign-in %d through %s lacks %d, known %.3f ms before it began",
                        read.answer().seen().login(),
                        read.request().node(),
                        each.value(),
                        (read.began() - each.since()) / 1e3));
    }
}
