package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.store.redis.RealRedis;

/** Tomcat's unchanged Manager application on one node shows and ends the sessions of the other node. */
class TomcatManagerIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String EXAMPLE = "/examples/servlets/servlet/SessionExample";
    private static final String SESSIONS = "/manager/html/sessions?path=/examples";
    private static final Pattern ROW = Pattern.compile("sessionIds\" value=\"([^\"]+)\"");

    @BeforeEach
    void begin() {
        REDIS.command("FLUSHALL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0", "10.1"})
    void showsAndEndsSessionsOfTheOtherNode(String line) throws Exception {
        try (var a = node(line);
                var b = node(line)) {
            var console = TomcatConsole.of(b);
            a.start();
            b.start();
            var cookie = StockTomcat.cookie(a.post(EXAMPLE, "dataname=user&datavalue=visitor-one", null));
            var other = StockTomcat.cookie(a.post(EXAMPLE, "dataname=user&datavalue=visitor-two", null));

            assertThat(console.open()).contains("/examples");
            var list = console.page(SESSIONS);
            assertThat(list)
                    .contains("2 active Sessions", "visitor-one", "visitor-two", "Primary")
                    .doesNotContain(id(cookie), id(other));
            var reference = reference(list, "visitor-one");

            var details = console.page(SESSIONS + "&action=sessionDetail&sessionType=Primary&sessionId=" + reference);
            assertThat(details).contains("1 attributes", "<td>user</td>", "class java.lang.String\">visitor-one");
            assertThat(console.submit(
                            SESSIONS,
                            "action",
                            "removeSessionAttribute",
                            "sessionType",
                            "Primary",
                            "sessionId",
                            reference,
                            "attributeName",
                            "user"))
                    .contains("removed.</div>", "0 attributes");
            assertThat(a.get(EXAMPLE, cookie).body()).doesNotContain("visitor-one");

            assertThat(console.submit(SESSIONS, "action", "invalidateSessions", "sessionIds", reference))
                    .contains("1 sessions invalidated.", "1 active Sessions", "visitor-two");
            assertThat(a.get(EXAMPLE, cookie).headers().firstValue("Set-Cookie"))
                    .as("the example begins a new session")
                    .isPresent();
            assertThat(b.logs())
                    .contains("The operator " + TomcatConsole.OPERATOR + " removed the attribute user of session#"
                            + reference + ".")
                    .contains("The operator " + TomcatConsole.OPERATOR + " ended session#" + reference + ".");
            assertThat(REDIS.command("XRANGE", "vedfolnir:events:/examples", "-", "+"))
                    .contains(
                            "attribute_removed\ndetail\nuser",
                            "session_ended\ndetail\nENDED_BY_OPERATOR",
                            "operator\n" + TomcatConsole.OPERATOR);
            b.stop();
            assertThat(b.logsWithoutExamples()).doesNotContain("SEVERE", id(cookie), id(other));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0", "10.1"})
    void countsAndExpiresSessionsOfTheClusterForScripts(String line) throws Exception {
        try (var a = node(line);
                var b = node(line)) {
            var console = TomcatConsole.of(b);
            a.start();
            b.start();
            var cookie = StockTomcat.cookie(a.post(EXAMPLE, "dataname=user&datavalue=idle-one", null));
            var path = "path=/examples";

            assertThat(console.script("/manager/text/list")).contains("/examples:running:1:examples");
            assertThat(console.script("/manager/text/sessions?" + path))
                    .contains("OK", "Inactive for [<1] minutes: [1] sessions");
            assertThat(console.jmx(Map.of("invoke", console.bean("/examples"), "op", "listSessionIds")))
                    .startsWith("OK")
                    .doesNotContain(id(cookie));
            assertThat(console.jmx(Map.of("get", console.bean("/examples"), "att", "activeSessions")))
                    .contains("= 1");

            assertThat(console.script("/manager/text/expire?idle=60&" + path))
                    .contains(">60] minutes: [0] sessions were expired");
            assertThat(a.get(EXAMPLE, cookie).body()).contains("idle-one");
            assertThat(console.script("/manager/text/expire?idle=0&" + path)).contains("[1] sessions were expired");
            assertThat(a.get(EXAMPLE, cookie).body()).doesNotContain("idle-one");
            assertThat(b.logs()).contains("The operator " + TomcatConsole.OPERATOR + " ended session#");
        }
    }

    private static StockTomcat node(String line) throws Exception {
        return TomcatConsole.node(line, REDIS.url()).with("SESSION_EVENTS", "stream");
    }

    private static String id(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1);
    }

    /** The session reference in the row with this text. */
    private static String reference(String list, String text) {
        for (var row : list.split("<tr>")) {
            var found = ROW.matcher(row);
            if (row.contains(text) && found.find()) {
                return found.group(1);
            }
        }
        throw new AssertionError("No row shows " + text);
    }
}
