package org.vedfolnir.history;

import java.util.HashSet;
import java.util.stream.Stream;

/**
 * A cookie comes with the acknowledged beginning of a session, sign-in or change of an id, and with nothing else: an outage above all.
 * Each holds an id that was never there before.
 */
final class CookiesAreNewAndRequested implements Rule {

    @Override
    public Stream<Violation> broken(History history) {
        var known = new HashSet<String>();
        return history.operations().stream().flatMap(each -> wrong(each, known));
    }

    private Stream<Violation> wrong(Operation operation, HashSet<String> known) {
        var given = operation.answer().given();
        if (given.isEmpty()) {
            return expected(operation)
                    ? Stream.of(violation(operation.ended(), "%s brought no cookie", operation.kind()))
                    : Stream.empty();
        }
        if (!operation.ok() || !operation.kind().givesCookie()) {
            return Stream.of(violation(
                    operation.ended(),
                    "%s through %s, answered with %d, brought a cookie",
                    operation.kind(),
                    operation.request().node(),
                    operation.answer().status()));
        }
        return known.add(given)
                ? Stream.empty()
                : Stream.of(violation(operation.ended(), "cookie #%s was given twice", given));
    }

    private static boolean expected(Operation operation) {
        return operation.kind() == Kind.ARRIVE && operation.ok()
                || (operation.kind() == Kind.SIGN_IN || operation.kind() == Kind.CHANGE_ID) && operation.okSignedIn();
    }
}
