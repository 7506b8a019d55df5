package org.vedfolnir.history;

import java.util.stream.Stream;

/** Each answer is 200 or, in an outage, 503; no fault becomes an error page. */
final class OutagesAreReported implements Rule {

    @Override
    public Stream<Violation> broken(History history) {
        return history.operations().stream()
                .filter(each -> !planned(each.answer().status()))
                .map(each -> violation(
                        each.ended(),
                        "%s through %s was answered with %d",
                        each.kind(),
                        each.request().node(),
                        each.answer().status()));
    }

    private static boolean planned(int status) {
        return status == 0 || status == 200 || status == 503;
    }
}
