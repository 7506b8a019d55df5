package org.vedfolnir.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** During an outage of the database one request at a time tries it, and all others fail at once. */
class CircuitBreakerTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final CircuitBreaker breaker = new CircuitBreaker(now::get, abandoned::incrementAndGet);

    private final Supplier<String> away = () -> {
        asked.incrementAndGet();
        throw new IllegalStateException(new SQLTransientConnectionException("refused"));
    };

    private final Supplier<String> answers = () -> {
        asked.incrementAndGet();
        return "row";
    };

    @Test
    void usesTheDatabaseForEachRequestWhileItReplies() {
        assertThat(breaker.call(answers)).isEqualTo("row");
        assertThat(breaker.call(answers)).isEqualTo("row");
        assertThat(asked).hasValue(2);
    }

    @Test
    void allowsOneTrialASecondAfterAnOutage() {
        assertOutage(away);
        assertOutage(answers);
        assertThat(asked).hasValue(1);

        pass(Duration.ofMillis(999));
        assertOutage(answers);
        assertThat(asked).hasValue(1);

        pass(Duration.ofMillis(1));
        assertOutage(() -> {
            assertOutage(answers); // a request during the trial
            return away.get();
        });
        assertThat(asked).hasValue(2);
        assertOutage(answers);
        assertThat(asked).hasValue(2);
    }

    @Test
    void allowsAllRequestsAfterASuccessfulTrial() {
        assertOutage(away);
        pass(Duration.ofSeconds(1));
        assertThat(breaker.call(answers)).isEqualTo("row");
        assertThat(breaker.call(answers)).isEqualTo("row");
    }

    @Test
    void replacesATrialThatNeverReturns() {
        assertOutage(away);
        pass(Duration.ofSeconds(1));
        assertOutage(() -> {
            pass(Duration.ofSeconds(10));
            assertThat(breaker.call(answers)).isEqualTo("row");
            return away.get();
        });
    }

    @Test
    void reportsNoOutageIfTheDatabaseRejectsAStatement() {
        for (var i = 0; i < 2; i++) {
            assertThatThrownBy(() -> breaker.call(() -> {
                        asked.incrementAndGet();
                        throw new IllegalArgumentException("no such column");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void reportsNoOutageIfThePoolIsFull() {
        for (var i = 0; i < 2; i++) {
            assertOutage(() -> {
                asked.incrementAndGet();
                throw new IllegalStateException(
                        new PoolExhaustedException(8, 3000, new SQLTransientConnectionException("timed out")));
            });
        }
        assertThat(asked).as("requests that used the database").hasValue(2);
        assertThat(abandoned).hasValue(0);
    }

    @Test
    void abandonsThePooledConnectionsAtEachFailure() {
        assertOutage(away);
        pass(Duration.ofSeconds(1));
        assertOutage(away);
        assertThat(abandoned).hasValue(2);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void assertOutage(Supplier<String> work) {
        assertThatThrownBy(() -> breaker.call(work)).matches(DatabaseUnavailability::isCauseOf, "is an outage");
    }
}
