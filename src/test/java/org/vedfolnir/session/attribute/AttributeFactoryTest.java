package org.vedfolnir.session.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.attribute.AttributeCodec;

/** What a session that must not keep an attribute on its node refuses, and what that costs. */
class AttributeFactoryTest {

    private final AttributeFactory factory = new AttributeFactory(
            new AttributeCodec(AttributeCodec.defaultFilter()), InPlaceChangePolicy.all(), () -> getClass()
                    .getClassLoader());

    static final class Page implements Serializable {

        private static final long serialVersionUID = 1;
        private final List<Object> content = new ArrayList<>();
        private transient int written;

        private void writeObject(ObjectOutputStream out) throws IOException {
            written++;
            out.defaultWriteObject();
        }
    }

    @Test
    void serializesAnObjectOnceThatIsSetAgain() {
        var page = new Page();
        factory.requireStorable("page", page, null);
        factory.requireStorable("page", page, page);
        assertThat(page.written).isOne();

        factory.requireStorable("page", page, new Page());
        assertThat(page.written).isEqualTo(2);
    }

    @Test
    void refusesWhatCannotBeSerialized() {
        var page = new Page();
        page.content.add(new Object());

        assertThatThrownBy(() -> factory.requireStorable("page", page, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("page.content[0]");
    }
}
