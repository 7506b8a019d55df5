package org.vedfolnir.session.settings;

import java.util.Locale;
import org.apache.catalina.Context;

/** What happens to an attribute that cannot leave this process. */
public enum UnserializablePolicy {

    /** It stays on its node, in memory, as long as its session. */
    LOCAL,
    /** {@code setAttribute} refuses it. Servlet 6.0 §7.7.2. */
    REFUSE,
    /** It is refused if the application is distributable, and local otherwise. */
    AS_THE_APPLICATION_SAYS;

    static UnserializablePolicy parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> AS_THE_APPLICATION_SAYS;
            case "local" -> LOCAL;
            case "refuse" -> REFUSE;
            default -> throw new IllegalArgumentException("must be local or refuse");
        };
    }

    public boolean isRefused(Context context) {
        return this == REFUSE || this == AS_THE_APPLICATION_SAYS && context.getDistributable();
    }
}
