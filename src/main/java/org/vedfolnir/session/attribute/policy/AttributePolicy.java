package org.vedfolnir.session.attribute.policy;

import jakarta.servlet.http.HttpSessionAttributeListener;
import java.util.function.BiPredicate;
import org.apache.catalina.Context;
import org.vedfolnir.session.settings.AttributeSettings;

/**
 * Which attributes of an application's sessions go to the store, as its settings and its context say. Immutable.
 *
 * @param context the web application
 * @param settings as of the last start
 */
public record AttributePolicy(Context context, AttributeSettings settings) {

    /** Whether the settings keep an attribute of that name out of the store. */
    public boolean isUnstored(String name) {
        return settings.unstored().include(name);
    }

    /** Whether an attribute that cannot be kept outside of this process is refused where it is set. */
    public boolean refusesUnserializable() {
        return settings.unserializable().isRefused(context);
    }

    /** Whether a listener of the application hears of each attribute that comes and goes. */
    public boolean tellsOfAttributes() {
        for (var listener : context.getApplicationEventListeners()) {
            if (listener instanceof HttpSessionAttributeListener) {
                return true;
            }
        }
        return false;
    }

    /** @param leftOut what the container's filters and the settings leave out */
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
