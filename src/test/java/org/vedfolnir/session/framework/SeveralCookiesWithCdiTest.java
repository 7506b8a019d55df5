package org.vedfolnir.session.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealRedis;

/** Weld reads the session in a listener of the request's start, before any valve of the context. With the cookies of two users, neither session opens. */
class SeveralCookiesWithCdiTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void opensNeitherSessionOfTwoUsersCookies() throws Exception {
        try (var site = new FacesSite(REDIS.url(), "")) {
            var alice = counted(site, 1);
            var bob = counted(site, 2);

            for (var both : new String[] {cookie(alice) + "; " + cookie(bob), cookie(bob) + "; " + cookie(alice)}) {
                assertThat(page(site, both)).contains("visits 0");
            }
            assertThat(page(site, cookie(alice) + "; JSESSIONID=" + "A".repeat(43)))
                    .contains("visits 1");
            assertThat(page(site, "JSESSIONID=" + "A".repeat(43) + "; " + cookie(alice)))
                    .contains("visits 1");
            assertThat(alice.open(site.address())).contains("visits 1");
            assertThat(bob.open(site.address())).contains("visits 2");
        }
    }

    private static CounterVisitor counted(FacesSite site, int visits) throws Exception {
        var visitor = new CounterVisitor();
        visitor.open(site.address());
        for (var i = 0; i < visits; i++) {
            visitor.press("visit", site.address());
        }
        return visitor;
    }

    private static String cookie(CounterVisitor visitor) {
        return "JSESSIONID=" + visitor.id();
    }

    private static String page(FacesSite site, String cookies) throws Exception {
        var request = HttpRequest.newBuilder(site.address().resolve("/counter.xhtml"))
                .header("Cookie", cookies)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body().replaceAll("\\s+", " ");
    }
}
