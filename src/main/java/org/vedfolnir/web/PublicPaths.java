package org.vedfolnir.web;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The paths of an application's own servlets and pages that need no sign-in: the setting {@code publicPaths}, a list of URL patterns with commas
 * between them. As in a servlet mapping (Servlet 6.0 §12.2), {@code /about} is one path and {@code /pub/*} is {@code /pub} and each path below it.
 * Immutable.
 *
 * <p>The paths compared are those that the container has decoded and normalized, so {@code /pub/../home} is {@code /home}. Another spelling of a path
 * does not get here: {@code CanonicalPathFilter} answers it with 404.
 */
public final class PublicPaths {

    private static final String BELOW = "/*";
    /** No path parameter, no empty or dotted segment, no other wildcard; and not all paths. */
    private static final Pattern FORM = Pattern.compile("(?:/(?!\\.)[^/*;\\\\%\\s,]+)+(?:/\\*)?");

    /** The pages of administrators stay protected. */
    private static final Pattern RESERVED = Pattern.compile("/users(?:[./].*)?");

    private final Set<String> exact;
    private final Set<String> prefixes;

    private PublicPaths(Set<String> patterns) {
        exact = patterns.stream().filter(each -> !each.endsWith(BELOW)).collect(Collectors.toUnmodifiableSet());
        prefixes = patterns.stream()
                .filter(each -> each.endsWith(BELOW))
                .map(each -> each.substring(0, each.length() - BELOW.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws IllegalArgumentException with what is allowed, to stand behind the setting's name */
    public static PublicPaths of(String list) {
        var patterns = patterns(list);
        if (!patterns.stream()
                .allMatch(each ->
                        FORM.matcher(each).matches() && !RESERVED.matcher(each).matches())) {
            throw new IllegalArgumentException(
                    "must be a list of paths such as /about or /pub/*, with commas between them, and not /* alone or a path at or below /users");
        }
        return new PublicPaths(patterns);
    }

    private static Set<String> patterns(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toSet());
    }

    /** @param path within the application, decoded: servlet path and path info */
    public boolean contain(String path) {
        return exact.contains(path)
                || prefixes.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }
}
