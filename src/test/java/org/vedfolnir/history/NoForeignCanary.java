package org.vedfolnir.history;

import java.util.stream.Stream;

/** Each response shows data of the user whose cookie was sent, and of the sign-in from which the cookie came. */
final class NoForeignCanary implements Rule {

    @Override
    public Stream<Violation> broken(History history) {
        var signIns = new SignIns(history);
        return Stream.concat(
                history.operations().stream()
                        .filter(each -> each.okSignedIn() && !ownAnswer(each, signIns))
                        .map(each -> violation(
                                each.ended(),
                                "user %d got sign-in %d of %s from %s",
                                each.request().user(),
                                each.answer().seen().login(),
                                each.answer().seen().owner(),
                                each.request().node())),
                history.lastReads().stream()
                        .filter(each -> each.okSignedIn() && !ownDocument(each, signIns))
                        .map(each -> violation(
                                each.ended(),
                                "the document of sign-in %d holds %s",
                                each.answer().seen().login(),
                                each.answer().seen().owner())));
    }

    private static boolean ownAnswer(Operation operation, SignIns signIns) {
        var seen = operation.answer().seen();
        var request = operation.request();
        var expected = request.kind() == Kind.SIGN_IN ? request.login() : signIns.login(request.cookie());
        return seen.owner().equals(History.canary(request.user()))
                && (expected == 0 || expected == seen.login())
                && signIns.user(seen.login()) == request.user();
    }

    private static boolean ownDocument(Operation read, SignIns signIns) {
        var seen = read.answer().seen();
        return seen.owner().equals(History.canary(signIns.user(seen.login())));
    }
}
