package org.vedfolnir.session.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each event has a stored name of its own, and comes back from its fields unchanged. */
class EventFieldsTest {

    private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");
    private static final EventContext CONTEXT =
            new EventContext("/shop", "node-a", "handle", "ann", "192.0.2.1", "agent", "eve");

    /** One of each kind, with a value for each of its components. */
    static Stream<SessionEvent> events() {
        return Arrays.stream(SessionEvent.class.getPermittedSubclasses()).map(EventFieldsTest::sample);
    }

    private static SessionEvent sample(Class<?> kind) {
        var components = kind.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = Arrays.stream(types).map(EventFieldsTest::value).toArray();
        try {
            var constructor = kind.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (SessionEvent) constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(kind + " cannot be made", e);
        }
    }

    private static Object value(Class<?> type) {
        if (type == String.class) {
            return "words of it";
        } else if (type == EndReason.class) {
            return EndReason.ENDED_BY_OPERATOR;
        } else if (type == boolean.class) {
            return true;
        } else if (type == Instant.class) {
            return AT;
        }
        throw new AssertionError("This test has no value of " + type);
    }

    @ParameterizedTest
    @MethodSource("events")
    void comesBackUnchanged(SessionEvent event) {
        var read = EventFields.read("1-0", AT, EventFields.of(new NewEvent(event, CONTEXT)));

        assertThat(read.event()).isEqualTo(event);
        assertThat(read.context()).isEqualTo(CONTEXT);
    }

    @Test
    void eachKindHasAShortNameOfItsOwn() {
        assertThat(events().map(EventFields::type)).doesNotHaveDuplicates().allSatisfy(name -> assertThat(name)
                .hasSizeLessThanOrEqualTo(32));
    }
}
