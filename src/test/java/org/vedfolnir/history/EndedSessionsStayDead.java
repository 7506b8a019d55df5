package org.vedfolnir.history;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A request that began after an acknowledged sign-out, or with the old id after an acknowledged id change, is not answered as signed in; nor is a cookie
 * that was once answered as not signed in. Reads may be late by the bound of the history. No document of a session is left after its acknowledged end.
 */
final class EndedSessionsStayDead implements Rule {

    @Override
    public Stream<Violation> broken(History history) {
        return Stream.concat(servedAgain(history), left(history));
    }

    private Stream<Violation> servedAgain(History history) {
        var dead = new HashMap<String, Long>();
        history.operations().stream()
                .filter(EndedSessionsStayDead::showsEnd)
                .forEach(each -> dead.merge(each.request().cookie(), each.ended(), Math::min));
        return Stream.concat(history.operations().stream(), history.lastReads().stream())
                .filter(each -> each.kind() != Kind.SIGN_IN && each.okSignedIn())
                .filter(each -> since(dead, each) < each.began() - (each.kind().onlyReads() ? history.bound() : 0))
                .map(each -> violation(
                        each.ended(),
                        "%s through %s was answered as signed in, %.3f ms after the end of cookie #%s",
                        each.kind(),
                        each.request().node(),
                        (each.began() - since(dead, each)) / 1e3,
                        each.request().cookie()));
    }

    private static long since(Map<String, Long> dead, Operation operation) {
        return dead.getOrDefault(operation.request().cookie(), Long.MAX_VALUE);
    }

    private static boolean showsEnd(Operation operation) {
        return !operation.request().cookie().isEmpty()
                && operation.ok()
                && (operation.kind().mayEndCookie() || operation.okNobody());
    }

    private Stream<Violation> left(History history) {
        var signIns = new SignIns(history);
        return history.lastReads().stream()
                .filter(Operation::okSignedIn)
                .filter(each -> signIns.endedAt(each.answer().seen().login()) < each.began())
                .map(each -> violation(
                        each.ended(),
                        "sign-in %d has a document, although its sign-out was acknowledged",
                        each.answer().seen().login()));
    }
}
