package org.vedfolnir.session.former;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectInputFilter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.attribute.AttributeCodec;

/** Sessions of Spring Session. */
class SpringSessionFormatTest extends FormerFormatContract {

    private static final String ID = "0f9c7f0e-7f0a-4bd5-9d3a-1b7f7f1f2a11";
    private static final String KEY = "spring:session:sessions:" + ID;

    @Override
    FormerFormat format(ObjectInputFilter filter) {
        return new SpringSessionFormat("", new AttributeCodec(filter), SpringSessionFormatTest.class::getClassLoader);
    }

    @Override
    Map<String, byte[]> written(long created, long last, int idleSeconds, Map<String, ?> attributes) {
        return FormerHashes.spring(created, last, idleSeconds, attributes);
    }

    @Override
    List<String> essential() {
        return List.of("creationTime", "lastAccessedTime", "maxInactiveInterval");
    }

    @Override
    String advice() {
        return "springSessionDefaultRedisSerializer";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findsTheIdInEachFormOfTheCookie() {
        assertThat(format().key(base64(ID))).contains(KEY);
        assertThat(format().key(ID)).contains(KEY);
        assertThat(format().key(base64(ID + ".node1"))).contains(KEY);
        assertThat(new SpringSessionFormat(
                                "shop",
                                new AttributeCodec(AttributeCodec.defaultFilter()),
                                SpringSessionFormatTest.class::getClassLoader)
                        .key(base64(ID)))
                .contains("shop:sessions:" + ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "expires:0f9c7f0e-7f0a-4bd5-9d3a-1b7f7f1f2a11", "a:b:c:d:e:f:g:h:i:j:k:l"})
    void hasNoKeyForWhatIsNoId(String sent) {
        assertThat(format().key(sent)).isEmpty();
        assertThat(format().key(base64(sent))).isEmpty();
    }

    /** Its indexed repository keeps the hash of an ended session for some minutes, with an idle timeout of 0. */
    @Test
    void readsNoSessionThatWasEnded() throws Exception {
        assertThat(format().read(written(1, 2, 0, Map.of("name", "ann")))).isEmpty();
    }

    @Test
    void readsNoAttributeThatWasRemoved() throws Exception {
        var fields = new HashMap<>(written(1, 2, 1800, Map.of("name", "ann")));
        fields.put("sessionAttr:removed", new byte[0]);

        var read = format().read(fields).orElseThrow();

        assertThat(read.attributes()).containsOnlyKeys("name");
        assertThat(read.unreadable()).isEmpty();
    }

    @Test
    void hasAnotherKeyForAnotherSpellingOfTheSameBase64() {
        var cookie = base64(ID + ".n");

        assertThat(format().key(cookie)).contains(KEY);
        assertThat(format().key(cookie.replace("=", ""))).isNotEqualTo(format().key(cookie));
    }
}
