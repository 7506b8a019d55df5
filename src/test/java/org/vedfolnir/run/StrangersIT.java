package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;

/** With {@code -Ppeople}: strangers guess a user's password on both nodes as fast as they can, while the user signs in and out. */
@Tag("people")
@Tag("slow")
class StrangersIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final int TRIES = 10_000;

    private static final int STRANGERS = 16;
    private static final int SIGN_INS = 20;
    /** NIST SP 800-63B-4 §3.2.2: at most a hundred wrong tries of one account may be looked at. */
    private static final int MOST_EVALUATED = 100;

    @Test
    void revealsNothingAndLocksNoUserOutInTenThousandAttempts() throws Exception {
        var owner = SITE.signedIn();
        var answers = new ConcurrentHashMap<Integer, Integer>();
        var tries = new AtomicInteger();
        var ownerIsDone = new AtomicBoolean();
        var threads = Executors.newFixedThreadPool(STRANGERS);
        try {
            var strangers = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < STRANGERS; i++) {
                var first = i % 2 == 0 ? SITE.a() : SITE.b();
                strangers.add(() -> {
                    var stranger = new Visitor();
                    var wrong = Map.of("username", "admin", "password", "wrong");
                    while (tries.incrementAndGet() <= TRIES || !ownerIsDone.get()) {
                        answers.merge(stranger.post(first, "/login", wrong).statusCode(), 1, Integer::sum);
                    }
                    return 0;
                });
            }
            var begun = strangers.stream().map(threads::submit).toList();
            try {
                assertThat(DataProbe.within(Duration.ofSeconds(30), () -> tries.get() > STRANGERS))
                        .as("they have begun")
                        .isTrue();
                comesAndGoes(owner);
            } finally {
                ownerIsDone.set(true);
            }
            for (var stranger : begun) {
                stranger.get();
            }
        } finally {
            threads.shutdown();
        }

        System.out.println("strangers were answered " + answers);
        var evaluated = answers.getOrDefault(403, 0);
        assertThat(answers.keySet()).containsOnly(403, 429);
        assertThat(evaluated).isBetween(1, MOST_EVALUATED);
        assertThat(answers.get(429)).isGreaterThanOrEqualTo(TRIES - evaluated);
        assertThat(DataProbe.within(
                        Duration.ofSeconds(90), () -> SITE.insight().happened("sign_in_failed") == evaluated))
                .as("each that was evaluated is recorded, and no other; all but the first of a minute in one sum")
                .isTrue();
    }

    private static void comesAndGoes(Visitor owner) throws Exception {
        for (var i = 0; i < SIGN_INS; i++) {
            var node = List.of(SITE.a(), SITE.b()).get(i % 2);
            Administrator.signIn(owner, node, "admin", SITE.password());
            var home = owner.get(node, "/home");
            assertThat(home.body()).contains("Hello, admin");
            owner.submit(node, home, "sign-out");
        }
    }
}
