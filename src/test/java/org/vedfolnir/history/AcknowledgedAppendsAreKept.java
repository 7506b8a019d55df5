package org.vedfolnir.history;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every append that was answered with 200 is in the session's lists at the end exactly once, except for sessions that a visitor tried to end.
 */
final class AcknowledgedAppendsAreKept implements Rule {

    @Override
    public Stream<Violation> broken(History history) {
        var signIns = new SignIns(history);
        var found = timesFound(history);
        return history.operations().stream()
                .filter(each -> mustBeThere(each, signIns))
                .filter(each -> found.getOrDefault(each.request().value(), 0) != 1)
                .map(each -> violation(
                        each.ended(),
                        "append %d of sign-in %d through %s is there %d times in the end",
                        each.request().value(),
                        each.request().login(),
                        each.request().node(),
                        found.getOrDefault(each.request().value(), 0)));
    }

    static boolean mustBeThere(Operation operation, SignIns signIns) {
        return operation.kind() == Kind.APPEND
                && operation.okSignedIn()
                && !signIns.mayHaveEnded(operation.request().login());
    }

    static Map<Integer, Integer> timesFound(History history) {
        var found = new HashMap<Integer, Integer>();
        history.lastReads().stream()
                .filter(Operation::okSignedIn)
                .flatMap(each -> each.answer().seen().values().stream())
                .forEach(value -> found.merge(value, 1, Integer::sum));
        return found;
    }
}
