package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Requests;

/** A framework whose session clears its thread-local request during serialization does not affect the request's thread. */
class SeparateThreadTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final String NAME = "com.vaadin.flow.server.VaadinSession.servlet";
    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    private final Requests visitor = new Requests();

    /** As Vaadin's session. */
    private static final class Frame implements Serializable {
        private static final long serialVersionUID = 1;
        private int clicks;

        private void writeObject(ObjectOutputStream out) throws IOException {
            CURRENT.remove();
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            CURRENT.remove();
            in.defaultReadObject();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT", "SHARED", "REFUSING", "ISOLATED"})
    void keepsTheThreadLocalsOfTheRequest(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> {
            CURRENT.set("request");
            exchange.set(NAME, new Frame());
            exchange.response().flushBuffer(); // saves
            return assertKnown();
        });
        for (var node : new Node[] {site.other(), site.node(), site.other()}) {
            visitor.get(node, exchange -> {
                CURRENT.set("request");
                exchange.get(Frame.class, NAME).clicks++;
                assertKnown();
                exchange.response().flushBuffer();
                return assertKnown();
            });
        }
        assertThat(visitor.get(site.node(), exchange -> exchange.get(Frame.class, NAME).clicks))
                .isEqualTo("3");
    }

    private static String assertKnown() {
        assertThat(CURRENT.get()).isEqualTo("request");
        return "known";
    }
}
