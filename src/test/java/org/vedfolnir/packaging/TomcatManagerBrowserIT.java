package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.vedfolnir.run.Chromium;
import org.vedfolnir.session.store.redis.RealRedis;

/** Tomcat Manager in a browser, over two nodes. */
@Tag("browser")
class TomcatManagerBrowserIT {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String EXAMPLE = "/examples/servlets/servlet/SessionExample";

    @Test
    void worksInABrowser() throws Exception {
        try (var a = TomcatConsole.node("11.0", REDIS.url());
                var b = TomcatConsole.node("11.0", REDIS.url());
                var browser = Chromium.open(1160, 430, "light")) {
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
            driver.findElement(By.xpath("//a[contains(@href, '/sessions') and contains(@href, 'examples')]"))
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
}
