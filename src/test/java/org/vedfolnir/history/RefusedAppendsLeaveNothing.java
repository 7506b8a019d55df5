package org.vedfolnir.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;

/** No response shows a value that was not appended to this session before, one whose append was rejected, or one twice. */
final class RefusedAppendsLeaveNothing implements Rule {

    @Override
    public Stream<Violation> broken(History history) {
        var appends = new HashMap<Integer, Operation>();
        history.operations().stream()
                .filter(each -> each.kind() == Kind.APPEND)
                .forEach(each -> appends.put(each.request().value(), each));
        return Stream.concat(history.operations().stream(), history.lastReads().stream())
                .filter(Operation::okSignedIn)
                .flatMap(each -> wrong(each, appends));
    }

    private Stream<Violation> wrong(Operation read, Map<Integer, Operation> appends) {
        var before = new HashSet<Integer>();
        return read.answer().seen().values().stream().flatMap(value -> {
            var append = appends.get(value);
            if (append == null || append.began() > read.ended()) {
                return Stream.of(violation(read.ended(), "%d is shown, which no request had appended", value));
            } else if (append.request().login() != read.answer().seen().login()) {
                return Stream.of(violation(read.ended(), "%d is shown in another session than its own", value));
            } else if (!append.reachedNode() || append.okNobody()) {
                return Stream.of(violation(read.ended(), "%d is shown, whose append was rejected", value));
            } else if (!before.add(value)) {
                return Stream.of(violation(read.ended(), "%d is shown twice in one answer", value));
            }
            return Stream.empty();
        });
    }
}
