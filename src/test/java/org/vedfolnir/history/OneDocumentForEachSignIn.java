package org.vedfolnir.history;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A session that no request tried to end has one document at the end, under any id; no session has two. */
final class OneDocumentForEachSignIn implements Rule {

    @Override
    public Stream<Violation> broken(History history) {
        var signIns = new SignIns(history);
        var documents = history.lastReads().stream()
                .filter(Operation::okSignedIn)
                .collect(Collectors.groupingBy(each -> each.answer().seen().login()));
        var end = history.lastReads().stream().mapToLong(Operation::ended).max().orElse(0);
        var several = documents.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .map(each -> violation(
                        end,
                        "sign-in %d has %d documents",
                        each.getKey(),
                        each.getValue().size()));
        var none = signIns.acknowledged().stream()
                .filter(login -> !signIns.mayHaveEnded(login) && !documents.containsKey(login))
                .map(login -> violation(end, "sign-in %d has no document, and no request ended it", login));
        return Stream.concat(several, none);
    }
}
