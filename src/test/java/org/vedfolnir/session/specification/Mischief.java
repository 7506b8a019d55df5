package org.vedfolnir.session.specification;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;

/** Throws in a listener what the application requested. */
final class Mischief {

    private Mischief() {}

    /** The attribute {@code throw} names the listener and the exception, as in {@code sessionDestroyed Error}. */
    static void fromThe(HttpSession session, String listener) {
        if (session.getAttribute("throw") instanceof String instruction && instruction.startsWith(listener + " ")) {
            thrown(instruction.substring(listener.length() + 1));
        }
    }

    /** The value of an attribute whose name begins with {@code mischief} names the occasion and the exception. */
    static void ofThe(HttpSessionBindingEvent event, String occasion) {
        if (event.getName().startsWith("mischief")) {
            ofThe(String.valueOf(event.getValue()), occasion);
        }
    }

    static void ofThe(String instruction, String occasion) {
        if (instruction.startsWith(occasion + " ")) {
            thrown(instruction.substring(occasion.length() + 1));
        }
    }

    private static void thrown(String what) {
        if (what.startsWith("Error")) {
            throw new AssertionError("a listener's error");
        }
        throw new IllegalStateException("a listener's exception");
    }
}
