package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.vedfolnir.run.Chromium;
import org.vedfolnir.session.store.redis.RealRedis;

/** Tomcat Manager, unchanged, is the console of a cluster: a node's console shows and ends the sessions of the other node. */
class TomcatManagerIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String EXAMPLE = "/examples/servlets/servlet/SessionExample";
    private static final String SESSIONS = "/manager/html/sessions?path=/examples";
    private static final Pattern ROW = Pattern.compile("sessionIds\" value=\"([^\"]+)\"");

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
                    .contains("Session attribute &#39;user&#39; removed.", "0 attributes");
            assertThat(a.get(EXAMPLE, cookie).body()).doesNotContain("visitor-one");

            assertThat(console.submit(SESSIONS, "action", "invalidateSessions", "sessionIds", reference))
                    .contains("1 sessions invalidated.", "1 active Sessions", "visitor-two");
            assertThat(a.get(EXAMPLE, cookie).headers().firstValue("Set-Cookie"))
                    .as("the example begins a new session")
                    .isPresent();
            assertThat(b.logs())
                    .contains("The operator " + TomcatConsole.OPERATOR + " removed the attribute user of session "
                            + reference + ".")
                    .contains("The operator " + TomcatConsole.OPERATOR + " ended the session " + reference + ".");
            b.stop();
            assertThat(b.logs()).doesNotContain("SEVERE", id(cookie), id(other));
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
                    .contains("OK", "Default maximum session inactive interval", "1 sessions");
            assertThat(console.jmx(Map.of("invoke", console.bean("/examples"), "op", "listSessionIds")))
                    .startsWith("OK")
                    .doesNotContain(id(cookie));
            assertThat(console.jmx(Map.of("get", console.bean("/examples"), "att", "activeSessions")))
                    .contains("= 1");

            assertThat(console.script("/manager/text/expire?idle=60&" + path)).contains("0 sessions were expired");
            assertThat(a.get(EXAMPLE, cookie).body()).contains("idle-one");
            assertThat(console.script("/manager/text/expire?idle=0&" + path)).contains("1 sessions were expired");
            assertThat(a.get(EXAMPLE, cookie).body()).doesNotContain("idle-one");
            assertThat(b.logs()).contains("The operator " + TomcatConsole.OPERATOR + " ended the session ");
        }
    }

    @Test
    @Tag("browser")
    void worksInABrowser() throws Exception {
        try (var a = node("11.0");
                var b = node("11.0");
                var browser = Chromium.open(1280, 900, "light")) {
            var console = TomcatConsole.of(b);
            a.start();
            b.start();
            for (var name : new String[] {"ann", "bob", "cem"}) {
                var cookie = StockTomcat.cookie(a.post(EXAMPLE, "dataname=user&datavalue=" + name, null));
                a.post(EXAMPLE, "dataname=color&datavalue=ultramarine", cookie);
            }
            b.post(EXAMPLE, "dataname=user&datavalue=dora", null);
            var driver = browser.driver();
            var patience = new WebDriverWait(driver, Duration.ofSeconds(30));

            driver.get(console.withPassword("/manager/html").toString());
            driver.findElement(By.cssSelector("a[href*='sessions?path=/examples']"))
                    .click();
            patience.until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), "dora"));
            browser.photograph("tomcat-manager-1-sessions");
            assertThat(driver.findElement(By.tagName("body")).getText())
                    .contains("4 active Sessions", "ann", "bob", "cem");

            driver.findElement(By.xpath("//tr[td[normalize-space()='ann']]//a")).click();
            patience.until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), "ultramarine"));
            browser.photograph("tomcat-manager-2-session");
            driver.navigate().back();

            driver.findElement(By.xpath("//tr[td[normalize-space()='bob']]//input[@name='sessionIds']"))
                    .click();
            driver.findElement(By.name("invalidate")).click();
            patience.until(
                    ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), "1 sessions invalidated."));
            browser.photograph("tomcat-manager-3-ended");
            assertThat(driver.findElement(By.tagName("body")).getText())
                    .contains("3 active Sessions")
                    .doesNotContain("bob");
        }
    }

    private static StockTomcat node(String line) throws Exception {
        return new StockTomcat(line).withManagerJar().withManagerLine().with("REDIS_URL", REDIS.url());
    }

    private static String id(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1);
    }

    /** Of the row that has this text. */
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
