package org.vedfolnir.session.specification;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;

/** What a listener throws when the application told it to. */
final class Mischief {

    private Mischief() {}

    /** The attribute {@code throw} names the listener and what it throws, as in {@code sessionDestroyed Error}. */
    static void fromThe(HttpSession session, String listener) {
        if (session.getAttribute("throw") instanceof String told && told.startsWith(listener + " ")) {
            thrown(told.substring(listener.length() + 1));
        }
    }

    /** An attribute whose name begins with {@code mischief} names in its value what is thrown on which occasion. */
    static void ofThe(HttpSessionBindingEvent event, String occasion) {
        if (event.getName().startsWith("mischief")) {
            ofThe(String.valueOf(event.getValue()), occasion);
        }
    }

    static void ofThe(String told, String occasion) {
        if (told.startsWith(occasion + " ")) {
            thrown(told.substring(occasion.length() + 1));
        }
    }

    private static void thrown(String what) {
        if (what.startsWith("Error")) {
            throw new AssertionError("a listener's error");
        }
        throw new IllegalStateException("a listener's exception");
    }
}
