package org.vedfolnir.account.signin;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vedfolnir.web.Settings;

/**
 * The paths of an application's own servlets and pages that need no sign-in: the setting {@code publicPaths}, a list of URL patterns with commas
 * between them. As in a servlet mapping (Servlet 6.0 §12.2), {@code /about} is one path and {@code /pub/*} is {@code /pub} and each path below it.
 * Immutable.
 *
 * <p>The paths compared are those that the container has decoded and normalized, so {@code /pub/../home} is {@code /home}. Another spelling of a path
 * does not get here: {@code CanonicalPathFilter} answers it with 404.
 */
final class PublicPaths {

    private static final String BELOW = "/*";
    /** No path parameter, no empty or dotted segment, no other wildcard; and not all paths. */
    private static final Pattern FORM = Pattern.compile("(?:/(?!\\.)[^/*;\\\\%\\s,]+)+(?:/\\*)?");

    private static final String ALLOWED =
            "a list of paths such as /about or /pub/*, with commas between them; /* alone and paths at or below /users are not possible";

    private final Set<String> exact;
    private final Set<String> prefixes;

    private PublicPaths(Set<String> patterns) {
        exact = patterns.stream().filter(each -> !each.endsWith(BELOW)).collect(Collectors.toUnmodifiableSet());
        prefixes = patterns.stream()
                .filter(each -> each.endsWith(BELOW))
                .map(each -> each.substring(0, each.length() - BELOW.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws IllegalArgumentException when a pattern is invalid */
    static PublicPaths of(Settings settings) {
        return of(settings.read("publicPaths", "PUBLIC_PATHS", "", ALLOWED, PublicPaths::isValid));
    }

    static PublicPaths of(String list) {
        return new PublicPaths(patterns(list));
    }

    static boolean isValid(String list) {
        return patterns(list).stream()
                .allMatch(each -> FORM.matcher(each).matches()
                        && !SignInFilter.ADMINISTRATORS.matcher(each).matches());
    }

    private static Set<String> patterns(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toSet());
    }

    /** @param path within the application, decoded: servlet path and path info */
    boolean contain(String path) {
        return exact.contains(path)
                || prefixes.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }
}
