package org.vedfolnir.packaging;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.vedfolnir.TcpProxy;
import org.vedfolnir.run.Chromium;

/** Vaadin's page in a real browser. Each visitor stays on one node while it lives, as behind a sticky load balancer; the proxy is the balancer. */
final class WindowStory implements ExampleStory, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Chromium browser;
    private final TcpProxy balancer;
    private final String password;

    WindowStory(String password) throws IOException {
        // no server yet
        this.balancer = new TcpProxy(0);
        this.browser = Chromium.open();
        this.password = password;
    }

    @Override
    public void countToThree(ExampleNode a, ExampleNode b) {
        balancer.switchTo(a.uri("", "").getPort());
        browser.driver()
                .get(URI.create("http://127.0.0.1:" + balancer.port() + "/vaadin/")
                        .toString());
        await("nobody has 0, this window 0");
        field("username", ExampleStory.USER);
        field("password", password);
        browser.driver()
                .findElement(By.cssSelector("vaadin-button[slot=submit]"))
                .click();
        await("ann has 0, this window 0");
        press("visit");
        await("ann has 1, this window 0");
        press("turn");
        await("ann has 1, this window 1");
        press("visit");
        await("ann has 2, this window 1");
        press("turn");
        await("ann has 2, this window 2");
        press("visit");
        await("ann has 3, this window 2");
    }

    @Override
    public void continueOn(ExampleNode b) {
        balancer.switchTo(b.uri("", "").getPort());
        press("visit");
        await("ann has 4, this window 2");
        press("turn");
        await("ann has 4, this window 3");
        browser.driver().navigate().refresh();
        await("ann has 4, this window 0");
    }

    private void field(String name, String value) {
        browser.driver().findElement(By.cssSelector("input[name=" + name + "]")).sendKeys(value);
    }

    private void press(String button) {
        browser.driver().findElement(By.id(button)).click();
    }

    private void await(String text) {
        new WebDriverWait(browser.driver(), PATIENCE)
                .until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), text));
    }

    @Override
    public void close() throws IOException {
        try (browser) {
            balancer.close();
        }
    }
}
