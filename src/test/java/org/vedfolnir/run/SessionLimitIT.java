package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.Visitor;

/** A user signs in on more devices than allowed, all at once and on both nodes. */
@Tag("people")
class SessionLimitIT {

    private static final int MOST = 3;
    /** A hundred with {@code -Ppeople}. */
    private static final int DEVICES = Integer.getInteger("vedfolnir.limit.devices", 30);

    @RegisterExtension
    static final RunningSite SITE = new RunningSite(Map.of("SESSION_MAX_SESSIONS_PER_USER", Integer.toString(MOST)));

    @Test
    void admitsThreeOfManyConcurrentSignIns() throws Exception {
        var devices = new ArrayList<Visitor>();
        for (var i = 0; i < DEVICES; i++) {
            // known ones: strangers would have to wait
            devices.add(SITE.signedIn());
        }
        signInAtOnce(devices);

        var living = devices.stream()
                .filter(device -> SITE.witness().exists(String.valueOf(device.id())))
                .toList();
        assertThat(living).hasSize(MOST);
        for (var device : living) {
            assertThat(device.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
            assertThat(device.get(SITE.b(), "/sessions").body().split("<li class=\"card row\">"))
                    .as("listed")
                    .hasSize(MOST + 1);
        }
        devices.removeAll(living);
        for (var device : devices) {
            var answer = device.get(SITE.b(), "/home");
            assertThat(answer.headers().firstValue("Location").orElse("")).contains("/login?next=%2Fhome");
            assertThat(device.get(SITE.a(), "/login").body()).contains("You signed in on more devices than allowed");
        }
    }

    private static void signInAtOnce(List<Visitor> devices) throws Exception {
        var right = Map.of("username", "admin", "password", SITE.password());
        var threads = Executors.newFixedThreadPool(devices.size());
        try {
            var start = new CountDownLatch(devices.size());
            var tries = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < devices.size(); i++) {
                var device = devices.get(i);
                var node = i % 2 == 0 ? SITE.a() : SITE.b();
                tries.add(() -> {
                    start.countDown();
                    start.await();
                    return signedIn(device, node, right);
                });
            }
            for (var done : threads.invokeAll(tries)) {
                assertThat(done.get()).isEqualTo(302);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** A node verifies few passwords at once, and fewer of one account; its response says so, and when to retry. */
    private static int signedIn(Visitor device, String node, Map<String, String> right) throws Exception {
        var status = device.post(node, "/login", right).statusCode();
        while (status == 503) {
            status = device.post(node, "/login", right).statusCode();
        }
        return status;
    }
}
