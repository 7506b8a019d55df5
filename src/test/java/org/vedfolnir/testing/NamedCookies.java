package org.vedfolnir.testing;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** A browser's cookies of one host by name, for applications that set several. A cookie with a Max-Age of 0 is removed. Thread-safe. */
public final class NamedCookies {

    private final Map<String, String> values = new ConcurrentSkipListMap<>();

    /** The value of a cookie; empty without one. */
    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    public void addTo(HttpRequest.Builder request) {
        if (!values.isEmpty()) {
            request.header(
                    "Cookie",
                    values.entrySet().stream()
                            .map(each -> each.getKey() + '=' + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
    }

    public void keep(HttpResponse<?> response) {
        response.headers().allValues("Set-Cookie").forEach(this::keep);
    }

    private void keep(String set) {
        var pair = set.split(";", 2)[0].split("=", 2);
        if (set.matches("(?i).*max-age=0(;.*|)")) {
            values.remove(pair[0]);
        } else {
            values.put(pair[0], pair[1]);
        }
    }
}
