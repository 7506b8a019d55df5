package org.vedfolnir.session.attribute.policy;

import jakarta.servlet.http.HttpSessionAttributeListener;
import java.util.function.BiPredicate;
import org.apache.catalina.Context;
import org.vedfolnir.session.settings.AttributeSettings;

/**
 * Decides which attributes of an application's sessions are stored, by its settings and its context. Immutable.
 *
 * @param context the web application
 * @param settings as of the last start
 */
public record AttributePolicy(Context context, AttributeSettings settings) {

    /** Whether the settings exclude an attribute of that name from the store. */
    public boolean isUnstored(String name) {
        return settings.unstored().include(name);
    }

    /** Whether {@code setAttribute} refuses an attribute that cannot leave this process. */
    public boolean refusesUnserializable() {
        return settings.unserializable().isRefused(context);
    }

    /** Whether the application has a listener that is notified of each attribute. */
    public boolean hasAttributeListener() {
        for (var listener : context.getApplicationEventListeners()) {
            if (listener instanceof HttpSessionAttributeListener) {
                return true;
            }
        }
        return false;
    }

    /** @param leftOut what the container's filters and the settings exclude */
    public AttributePlacement placing(BiPredicate<String, Object> leftOut) {
        return new AttributePlacement() {

            @Override
            public boolean leavesOut(String name, Object value) {
                return leftOut.test(name, value);
            }

            @Override
            public boolean staysHere(String name) {
                return !isUnstored(name);
            }

            @Override
            public boolean refuses() {
                return refusesUnserializable();
            }
        };
    }
}
