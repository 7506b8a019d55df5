package org.vedfolnir.session.work;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.vedfolnir.testing.Wire;

/** One browser that uses several applications, and a record of the responses, in which ids have names. */
public final class Visits {

    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: ([^=\r\n]+)=([^;\r\n]*)");

    private final Applications applications;
    private final Map<String, String> names;
    private final CookieJar jar;

    public Visits(Applications applications) {
        this(applications, new HashMap<>(), new CookieJar());
    }

    private Visits(Applications applications, Map<String, String> names, CookieJar jar) {
        this.applications = applications;
        this.names = names;
        this.jar = jar;
    }

    /** Another browser with the same cookies. */
    public Visits copy() {
        return new Visits(applications, names, jar.copy());
    }

    /** Another user, whose record gives ids the same names. */
    public Visits stranger() {
        return new Visits(applications, names, new CookieJar());
    }

    /** The response to a request, with the cookies that it sets. */
    public String to(String host, String path, Work work) {
        var requested = path + WorkServlet.PATH;
        return to(host, path, jar.header(host, requested), work);
    }

    /** The same with explicit cookies. */
    public String to(String host, String path, String cookies, Work work) {
        try (var wire = new Wire(applications.next(), host)) {
            var reply = wire.get(path + WorkServlet.PATH + WorkServlet.query(work), cookies);
            jar.keep(host, reply.sent());
            return text(reply);
        }
    }

    /** The same with an id in the address and without cookies. */
    public String toAddress(String host, String path, String id, Work work) {
        try (var wire = new Wire(applications.next(), host)) {
            return text(wire.get(path + WorkServlet.PATH + id + WorkServlet.query(work), ""));
        }
    }

    public String cookies(String host, String path) {
        return jar.header(host, path + WorkServlet.PATH);
    }

    private String text(Wire.Reply reply) {
        var text = new StringBuilder().append(reply.status()).append(' ').append(reply.body());
        var set = COOKIE.matcher(reply.sent());
        while (set.find()) {
            text.append("; sets ").append(set.group(1)).append('=').append(name(set.group(2)));
        }
        return text.toString();
    }

    String name(String id) {
        return names.computeIfAbsent(id, each -> "s" + (names.size() + 1));
    }
}
