package org.vedfolnir.session.id;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which of several cookies of one name is meant. A browser sends two in everyday life, to an application inside of another one's path;
 * and when somebody else could set one, a neighbour's subdomain for example. Values that name nothing are nothing. When two values
 * both name something, nobody can tell whose is whose, so neither is meant (CWE-384).
 */
public final class DuplicateCookies {

    /**
     * A stranger must not make one request ask the store as often as they like. More values than a browser has of its own are ambiguous without a
     * question, whatever they name.
     */
    public static final int MOST = 8;

    private DuplicateCookies() {}

    /**
     * @param value the value that is meant; null when none is
     * @param ambiguous those of which any could be meant; empty when that is clear
     */
    public record Choice(@Nullable String value, List<String> ambiguous) {

        static final Choice NONE = new Choice(null, List.of());

        static Choice of(String value) {
            return new Choice(value, List.of());
        }

        public static Choice ambiguous(List<String> values) {
            return new Choice(null, values.stream().sorted().toList());
        }
    }

    /**
     * Asks as little as it can: browsers send the cookie of the longest path first (RFC 6265 §5.4), so the first value comes last, and where no
     * other one names anything it is chosen without a question.
     *
     * @param values well-formed values in the order in which they came, each once
     * @param names whether a value names something
     */
    public static Choice among(List<String> values, Predicate<String> names) {
        if (values.isEmpty()) {
            return Choice.NONE;
        }
        if (values.size() > MOST) {
            return Choice.ambiguous(values);
        }
        String found = null;
        for (var value : values.subList(1, values.size())) {
            if (names.test(value)) {
                if (found != null) {
                    return Choice.ambiguous(List.of(found, value));
                }
                found = value;
            }
        }
        var first = values.get(0);
        if (found == null) {
            return Choice.of(first);
        }
        return names.test(first) ? Choice.ambiguous(List.of(first, found)) : Choice.of(found);
    }

    /** The values of some cookies that {@code wellFormed} accepts, each once; no more than it takes to see that they are too many. */
    public static List<String> candidates(Iterable<String> sent, Predicate<String> wellFormed) {
        var values = new ArrayList<String>(2);
        for (var value : sent) {
            if (values.size() <= MOST && !values.contains(value) && wellFormed.test(value)) {
                values.add(value);
            }
        }
        return values;
    }
}
