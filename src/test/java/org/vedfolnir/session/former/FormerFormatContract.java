package org.vedfolnir.session.former;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.management.BadAttributeValueExpException;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.attribute.AttributeCodec;

/** What holds for the sessions of each other manager in Redis. */
abstract class FormerFormatContract {

    static final long CREATED = 1_700_000_000_000L;
    static final long LAST = CREATED + 60_000;

    abstract FormerFormat format(ObjectInputFilter filter);

    abstract Map<String, byte[]> written(long created, long last, int idleSeconds, Map<String, ?> attributes);

    final FormerFormat format() {
        return format(AttributeCodec.defaultFilter());
    }

    final FormerSession read(int idleSeconds, Map<String, ?> attributes) throws Exception {
        return format().read(written(CREATED, LAST, idleSeconds, attributes)).orElseThrow();
    }

    @Test
    void readsTimesAndTimeout() throws Exception {
        var session = read(1800, Map.of());

        assertThat(session.createdAt()).isEqualTo(Instant.ofEpochMilli(CREATED));
        assertThat(session.lastAccess()).isEqualTo(Instant.ofEpochMilli(LAST));
        assertThat(session.idle()).isEqualTo(1_800_000);
        assertThat(session.attributes()).isEmpty();
    }

    @Test
    void expiresOneThatWasIdleForItsTimeout() throws Exception {
        assertThat(read(60, Map.of()).isExpired(LAST + 59_999)).isFalse();
        assertThat(read(60, Map.of()).isExpired(LAST + 60_000)).isTrue();
        assertThat(read(-1, Map.of()).isExpired(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void readsEachAttribute() throws Exception {
        var units = new EnumMap<TimeUnit, String>(TimeUnit.class);
        units.put(TimeUnit.DAYS, "days");
        var attributes = new TreeMap<String, Object>();
        attributes.put("text", "über");
        attributes.put("empty", "");
        attributes.put("one", "\u0001a");
        attributes.put("number", 7);
        attributes.put("long", 7L);
        attributes.put("price", new BigDecimal("1.20"));
        attributes.put("flag", true);
        attributes.put("list", new ArrayList<>(List.of("a", "b")));
        attributes.put("map", new HashMap<>(Map.of("a", 1)));
        attributes.put("fixed", Collections.unmodifiableList(new ArrayList<>(List.of("c"))));
        attributes.put("enums", units);
        attributes.put("failure", new IllegalStateException("lost"));
        attributes.put("basket", Basket.of("ann", "tea", "jam"));

        var session = read(1800, attributes);

        assertThat(session.unreadable()).isEmpty();
        assertThat(session.attributes().get("failure")).hasToString("java.lang.IllegalStateException: lost");
        var others = new HashMap<>(session.attributes());
        others.remove("failure");
        attributes.remove("failure");
        assertThat(others).isEqualTo(attributes);
    }

    @Test
    void leavesOutAnAttributeWhoseClassTheFilterRejects() throws Exception {
        var format = format(AttributeCodec.filter("!" + Basket.class.getName()));
        var session = format.read(written(
                        CREATED, LAST, 1800, Map.of("name", "ann", "basket", Basket.of("ann", "tea"), "other", 3)))
                .orElseThrow();

        assertThat(session.attributes()).containsOnlyKeys("name", "other");
        assertThat(session.unreadable()).containsOnlyKeys("basket");
    }

    @Test
    void rejectsAClassInsideOfAnAllowedOne() throws Exception {
        var format = format(AttributeCodec.filter("!" + Basket.class.getName()));
        var session = format.read(
                        written(CREATED, LAST, 1800, Map.of("all", new ArrayList<>(List.of(Basket.of("ann", "tea"))))))
                .orElseThrow();

        assertThat(session.attributes()).isEmpty();
        assertThat(session.unreadable()).containsOnlyKeys("all");
    }

    /** Kryo serializes an exception with Java, so the filter must be asked there too. */
    @Test
    void rejectsAClassThatIsKnownToBeDangerous() throws Exception {
        var session = read(1800, Map.of("bad", new BadAttributeValueExpException("text"), "good", "yes"));

        assertThat(session.attributes()).containsOnlyKeys("good");
        assertThat(session.unreadable()).containsOnlyKeys("bad");
    }

    @Test
    void findsNoSessionInAPartOfOne() throws Exception {
        var whole = written(CREATED, LAST, 1800, Map.of("name", "ann"));
        for (var missing : essential()) {
            var part = new HashMap<>(whole);
            part.remove(missing);
            assertThat(format().read(part)).as("without %s", missing).isEmpty();
        }
    }

    abstract List<String> essential();

    @Test
    void saysWhatToChangeIfTheEncodingIsUnknown() {
        var other = new HashMap<String, byte[]>();
        written(CREATED, LAST, 1800, Map.of("name", "ann"))
                .keySet()
                .forEach(name -> other.put(name, "[\"java.lang.Long\",5]".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> format().read(other))
                .isInstanceOf(UnknownEncodingException.class)
                .hasMessageContaining(advice());
    }

    abstract String advice();
}
