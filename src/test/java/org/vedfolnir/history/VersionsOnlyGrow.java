package org.vedfolnir.history;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The version of a document never goes back, over a crash of Redis neither. */
final class VersionsOnlyGrow implements Rule {

    @Override
    public Stream<Violation> broken(History history) {
        var highest = new HashMap<String, Long>();
        return Stream.concat(history.sampled().stream(), history.last().stream())
                .flatMap(each -> wrong(each, highest));
    }

    private Stream<Violation> wrong(StoredDocument document, Map<String, Long> highest) {
        var before = highest.getOrDefault(document.cookie(), 0L);
        highest.put(document.cookie(), Math.max(before, document.version()));
        return document.version() >= before
                ? Stream.empty()
                : Stream.of(violation(
                        document.at(),
                        "cookie #%s went back from version %d to %d",
                        document.cookie(),
                        before,
                        document.version()));
    }
}
