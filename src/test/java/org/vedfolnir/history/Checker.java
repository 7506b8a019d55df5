package org.vedfolnir.history;

import java.util.Comparator;
import java.util.List;

/** Searches a history for violations. */
final class Checker {

    private static final List<Rule> RULES = List.of(
            new AcknowledgedAppendsAreKept(),
            new RefusedAppendsLeaveNothing(),
            new AnswersShowThePast(),
            new EndedSessionsStayDead(),
            new OneDocumentForEachSignIn(),
            new NoFaultSignsAUserOut(),
            new NoForeignCanary(),
            new CookiesAreNewAndRequested(),
            new DocumentsHaveAnEnd(),
            new VersionsOnlyGrow(),
            new OutagesAreReported());

    private Checker() {}

    /** The violations, the earliest first; none if the history is as promised. */
    static List<Violation> check(History history) {
        return RULES.stream()
                .flatMap(rule -> rule.broken(history))
                .sorted(Comparator.comparingLong(Violation::at))
                .toList();
    }
}
