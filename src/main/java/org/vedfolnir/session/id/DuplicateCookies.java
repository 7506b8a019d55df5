package org.vedfolnir.session.id;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among several cookies of one name. A browser regularly sends two to an application inside of another
 * application's path, and also when a third party can set one, for example from a neighbouring subdomain. Values
 * without a session are ignored. If two values name a session each, the choice is ambiguous and neither is used
 * (CWE-384).
 */
public final class DuplicateCookies {

    /**
     * The maximum number of candidates, so that one request cannot cause any number of queries. More values than a
     * browser has by itself are ambiguous without a query.
     */
    public static final int MOST = 8;

    private DuplicateCookies() {}

    /**
     * @param value the value that is meant; null if there is none
     * @param ambiguous the values of which any could be meant; empty if the choice is clear
     */
    public record Choice(@Nullable String value, List<String> ambiguous) {

        static final Choice NONE = new Choice(null, List.of());

        static Choice of(String value) {
            return new Choice(value, List.of());
        }

        static Choice ambiguous(List<String> values) {
            return new Choice(null, values.stream().sorted().toList());
        }
    }

    /**
     * Chooses with as few queries as possible: browsers send the cookie of the longest path first (RFC 6265 §5.4), so
     * the first value is tested last, and chosen without a query if no other one names anything.
     *
     * @param values well-formed values in the order in which they came, without duplicates
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

    /**
     * Returns the distinct cookie values that {@code wellFormed} accepts, but only as many as show that there are too
     * many.
     */
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
