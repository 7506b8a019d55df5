package org.vedfolnir.session.document.attribute.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which classes an operator's list names. */
class BeanNamesTest {

    @ParameterizedTest
    @CsvSource({
        "shop.Cart, shop.Cart, true",
        "shop.Cart, shop.Cart2, false",
        "shop.*, shop.Cart, true",
        "shop.*, shop.model.Cart, false",
        "shop.*, shopping.Cart, false",
        "shop.**, shop.model.Cart, true",
        "shop.**, shopping.Cart, false",
        "'other.A, shop.Cart$Line', shop.Cart$Line, true",
        "'', shop.Cart, false",
    })
    void matchesPatternsLikeSerialFilters(String patterns, String name, boolean contained) {
        assertThat(BeanNames.parse(patterns).contains(name)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "shop*", "shop.*.Cart", "java.util.ArrayList", "javax.**", "a b", "!shop.Cart"})
    void rejectsMalformedPatterns(String wrong) {
        assertThatThrownBy(() -> BeanNames.parse(wrong)).hasMessageContaining("shop.Cart");
    }
}
