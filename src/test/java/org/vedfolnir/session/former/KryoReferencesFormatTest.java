package org.vedfolnir.session.former;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.Codec;
import org.redisson.codec.Kryo5Codec;

/** The same codec with marks for objects that occur more than once. */
class KryoReferencesFormatTest extends RedissonTomcatFormatContract {

    @Override
    Codec codec() {
        return new Kryo5Codec(Set.of(), true);
    }

    @Test
    void keepsObjectsThatOccurTwice() throws Exception {
        var session = read(1800, Map.of("basket", Basket.of("ann", "tea")));

        assertThat(session.attributes().get("basket"))
                .isInstanceOfSatisfying(
                        Basket.class, basket -> assertThat(basket.again()).isSameAs(basket.lines()));
    }
}
