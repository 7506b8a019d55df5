package org.vedfolnir.session.settings;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;

/**
 * Requests that read a session without using it: an open tab that polls must not keep its user signed in. Immutable.
 *
 * @param paths within the application, as in {@code /api/state}; a path that ends with {@code /*} includes all
 *     paths below it
 */
public record PassivePaths(List<String> paths) {

    private static final String ALL_BELOW = "/*";

    public PassivePaths {
        paths = List.copyOf(paths);
    }

    static PassivePaths parse(String text) {
        var paths = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .toList();
        if (!paths.stream().allMatch(path -> path.startsWith("/") && path.indexOf('*') == stars(path))) {
            throw new IllegalArgumentException(
                    "must name paths of the application, separated by commas, as in /api/state,/live/*");
        }
        return new PassivePaths(paths);
    }

    private static int stars(String path) {
        return path.endsWith(ALL_BELOW) ? path.length() - 1 : -1;
    }

    public boolean include(HttpServletRequest request) {
        if (paths.isEmpty()) {
            return false;
        }
        var below = request.getPathInfo();
        var path = below == null ? request.getServletPath() : request.getServletPath() + below;
        return paths.stream().anyMatch(each -> matches(each, path));
    }

    private static boolean matches(String pattern, String path) {
        return pattern.endsWith(ALL_BELOW)
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }
}
