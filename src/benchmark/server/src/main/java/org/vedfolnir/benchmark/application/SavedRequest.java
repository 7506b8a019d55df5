package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** As {@code DefaultSavedRequest}: the page that a visitor asked for before they signed in, with the headers of their browser. */
final class SavedRequest implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    final ArrayList<SavedCookie> cookies = new ArrayList<>();
    final ArrayList<Locale> locales = new ArrayList<>(List.of(Locale.GERMANY, Locale.GERMAN, Locale.ENGLISH));
    final TreeMap<String, ArrayList<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final TreeMap<String, ArrayList<String>> parameters = new TreeMap<>();
    final String contextPath = "";
    final String method = "GET";
    final @Nullable String pathInfo = null;
    final String queryString = "page=3&sort=date";
    final String requestURI = "/review/queue";
    final String requestURL = "https://photographers.example.org/review/queue";
    final String scheme = "https";
    final String serverName = "photographers.example.org";
    final String servletPath = "/review/queue";
    final int serverPort = 443;
    final String matchingRequestParameterName = "continue";

    SavedRequest(String sessionId) {
        cookies.add(new SavedCookie("JSESSIONID", sessionId));
        header("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8");
        header("accept-encoding", "gzip, deflate, br, zstd");
        header("accept-language", "de-DE,de;q=0.8,en;q=0.5");
        header("connection", "keep-alive");
        header("cookie", "JSESSIONID=" + sessionId);
        header("host", "photographers.example.org");
        header("sec-fetch-dest", "document");
        header("sec-fetch-mode", "navigate");
        header("sec-fetch-site", "same-origin");
        header("upgrade-insecure-requests", "1");
        header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0");
        parameters.put("page", new ArrayList<>(List.of("3")));
        parameters.put("sort", new ArrayList<>(List.of("date")));
    }

    private void header(String name, String value) {
        headers.put(name, new ArrayList<>(List.of(value)));
    }
}
