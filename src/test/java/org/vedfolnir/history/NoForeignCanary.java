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
                                each.asked().user(),
                                each.answer().seen().login(),
                                each.answer().seen().owner(),
                                each.asked().node())),
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
        var asked = operation.asked();
        var expected = asked.kind() == Kind.SIGN_IN ? asked.login() : signIns.login(asked.cookie());
        return seen.owner().equals(History.canary(asked.user()))
                && (expected == 0 || expected == seen.login())
                && signIns.user(seen.login()) == asked.user();
    }

    private static boolean ownDocument(Operation read, SignIns signIns) {
        var seen = read.answer().seen();
        return seen.owner().equals(History.canary(signIns.user(seen.login())));
    }
}
