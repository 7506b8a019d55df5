package org.vedfolnir.session.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser's cookies of several hosts. RFC 6265 §5.3 and §5.4. */
final class CookieJar {

    private static final Pattern SET = Pattern.compile("(?im)^set-cookie: ([^=]+)=([^;\r\n]*)(.*)$");
    private static final Pattern PATH = Pattern.compile("(?i); *path=([^;\r\n]*)");
    private static final Pattern DOMAIN = Pattern.compile("(?i); *domain=\\.?([^;\r\n]*)");
    private static final Pattern AGE = Pattern.compile("(?i); *max-age=(-?\\d+)");

    private record Kept(String name, String value, String domain, boolean hostOnly, String path) {

        boolean replaces(Kept other) {
            return name.equals(other.name) && domain.equals(other.domain) && path.equals(other.path);
        }

        boolean goesTo(String host, String requested) {
            var sameHost = host.equals(domain) || !hostOnly && host.endsWith("." + domain);
            var below = path.endsWith("/") ? path : path + "/";
            return sameHost && (requested.equals(path) || requested.startsWith(below));
        }
    }

    private final List<Kept> cookies = new ArrayList<>();

    /** The Cookie header of a request, with the longest path first; empty for none. */
    String header(String host, String path) {
        return cookies.stream()
                .filter(each -> each.goesTo(host.toLowerCase(Locale.ROOT), path))
                .sorted(Comparator.comparing((Kept each) -> -each.path().length()))
                .map(each -> each.name() + "=" + each.value())
                .collect(Collectors.joining("; "));
    }

    /** @param head of a response, as sent */
    void keep(String host, String head) {
        var set = SET.matcher(head);
        while (set.find()) {
            var domain = DOMAIN.matcher(set.group(3));
            var hostOnly = !domain.find();
            var path = PATH.matcher(set.group(3));
            var kept = new Kept(
                    set.group(1),
                    set.group(2),
                    hostOnly ? host.toLowerCase(Locale.ROOT) : domain.group(1),
                    hostOnly,
                    path.find() ? path.group(1) : "/");
            cookies.removeIf(kept::replaces);
            var age = AGE.matcher(set.group(3));
            if (!age.find() || Integer.parseInt(age.group(1)) > 0) {
                cookies.add(kept);
            }
        }
    }

    CookieJar copy() {
        var other = new CookieJar();
        other.cookies.addAll(cookies);
        return other;
    }
}
