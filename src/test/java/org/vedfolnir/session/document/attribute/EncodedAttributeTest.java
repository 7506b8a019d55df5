package org.vedfolnir.session.document.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedAttributeTest {

    private static final AttributeCodec CODEC = new AttributeCodec(AttributeCodec.defaultFilter());

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 10, 123_456_789})
    void recognizesSmallWholeNumbers(long number) throws Exception {
        for (var value : new Object[] {number, (int) number}) {
            var encoded = CODEC.encode(value);

            assertThat(encoded.isSmallNumber()).isTrue();
            assertThat(encoded.json())
                    .isEqualTo(String.valueOf(CODEC.decode(encoded, getClass().getClassLoader())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890", "-1", "1.5", "007", "\"7\"", "true", ""})
    void rejectsOtherTextAsSmallNumber(String json) {
        assertThat(new EncodedAttribute(null, json).isSmallNumber()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"decimal", "double", "java"})
    void rejectsOtherTypesAsSmallNumber(String type) {
        assertThat(new EncodedAttribute(type, "7").isSmallNumber()).isFalse();
    }

    @Test
    void computesTheDigestOfItsTextOnce() {
        var value = new EncodedAttribute("java", "\"gr\u00fc\u00df\"");
        var fingerprint = value.fingerprint();

        assertThat(fingerprint.size()).isEqualTo(8); // four letters, two of them of two bytes, and quotes
        assertThat(fingerprint).isEqualTo(new EncodedAttribute(null, value.json()).fingerprint());
        assertThat(value.fingerprint()).isSameAs(fingerprint);
        assertThat(value.sharedWith("other").asDropped().fingerprint()).isSameAs(fingerprint);
    }

    @Test
    void isEqualByTypeTextSharingAndMark() {
        var value = new EncodedAttribute("long", "7");

        assertThat(value)
                .isEqualTo(new EncodedAttribute("long", "7"))
                .hasSameHashCodeAs(new EncodedAttribute("long", "7"));
        assertThat(value)
                .isNotEqualTo(new EncodedAttribute(null, "7"))
                .isNotEqualTo(new EncodedAttribute("long", "8"))
                .isNotEqualTo(value.sharedWith("other"))
                .isNotEqualTo(value.asDropped());
    }

    @Test
    void doesNotShowItsValueInTexts() {
        assertThat(new EncodedAttribute(null, "\"secret\""))
                .hasToString("EncodedAttribute[type=null, characters=8, same=null, dropped=false]");
    }
}
