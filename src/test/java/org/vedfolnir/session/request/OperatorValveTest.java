package org.vedfolnir.session.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.session.StandardManager;
import org.junit.jupiter.api.Test;

/** The valve that names operators stays as long as a manager runs. */
class OperatorValveTest {

    private final StandardEngine engine = new StandardEngine();
    private final StandardManager first = new StandardManager();
    private final StandardManager second = new StandardManager();

    private long valves() {
        return Arrays.stream(engine.getPipeline().getValves())
                .filter(OperatorValve.class::isInstance)
                .count();
    }

    @Test
    void staysUntilTheLastManagerLeaves() {
        OperatorValve.join(engine, first);
        OperatorValve.join(engine, second);
        assertThat(valves()).isEqualTo(1);

        OperatorValve.leave(engine, first);
        assertThat(valves()).isEqualTo(1);

        OperatorValve.leave(engine, second);
        assertThat(valves()).isZero();
    }

    @Test
    void staysIfAManagerStopsWhoseStartFailed() {
        OperatorValve.join(engine, first);

        OperatorValve.leave(engine, second);

        assertThat(valves()).isEqualTo(1);
    }
}
