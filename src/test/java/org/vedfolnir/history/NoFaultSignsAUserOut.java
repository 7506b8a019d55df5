package org.vedfolnir.history;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A user who signed in is answered as signed in, or not at all, until a request ends the session or changes its id: an outage is never "no session". */
final class NoFaultSignsAUserOut implements Rule {

    @Override
    public Stream<Violation> broken(History history) {
        var signIns = new SignIns(history);
        var ends = history.operations().stream()
                .filter(each -> each.kind().mayEndCookie() && each.reachedNode())
                .collect(Collectors.groupingBy(each -> each.request().cookie()));
        return history.operations().stream()
                .filter(each -> each.okNobody() && signIns.login(each.request().cookie()) != 0)
                .filter(each -> ends.getOrDefault(each.request().cookie(), java.util.List.of()).stream()
                        .noneMatch(end -> end != each && end.began() < each.ended()))
                .map(each -> violation(
                        each.ended(),
                        "%s through %s was answered as not signed in, but sign-in %d had not ended",
                        each.kind(),
                        each.request().node(),
                        signIns.login(each.request().cookie())));
    }
}
