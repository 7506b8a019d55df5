package org.vedfolnir.benchmark.driver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The requests of a load, one after the other. Used by one thread at a time. */
interface Requests {

    /** The next one for this connection; null when there are no more. */
    byte @Nullable [] next(int connection);

    static byte[] get(String path, String cookie) {
        var header = cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a browser sends when somebody presses a button of a form. */
    static byte[] post(String path, String cookie, String form) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A new visitor each time. */
    static Requests ofStrangers(String path) {
        var request = get(path, "");
        return connection -> request;
    }

    /** Each connection goes through sessions of its own again and again: no session has two requests at once. */
    static Requests ofVisitors(String path, List<String> cookies, int connections) {
        var requests = cookies.stream().map(cookie -> get(path, cookie)).toList();
        var turns = new int[connections];
        return connection -> {
            var own = (requests.size() - connection + connections - 1) / connections;
            return requests.get(connection + connections * (turns[connection]++ % own));
        };
    }

    /** Each session once. */
    static Requests once(String path, List<String> cookies) {
        Queue<String> left = new ArrayDeque<>(cookies);
        return connection -> left.isEmpty() ? null : get(path, left.remove());
    }
}
