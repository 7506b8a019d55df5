package org.vedfolnir.session.settings;

import java.util.Locale;
import org.apache.catalina.Context;

/** What becomes of an attribute that cannot be kept outside of this process. */
public enum UnserializablePolicy {

    /** It stays on its node, in memory, as long as its session. */
    LOCAL,
    /** It is refused where it is set. Servlet 6.0 §7.7.2. */
    REFUSE,
    /** Refused where the application says that it is distributable, local elsewhere. */
    AS_THE_APPLICATION_SAYS;

    static UnserializablePolicy parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> AS_THE_APPLICATION_SAYS;
            case "local" -> LOCAL;
            case "refuse" -> REFUSE;
            default -> throw new IllegalArgumentException("is local or refuse");
        };
    }

    public boolean isRefused(Context context) {
        return this == REFUSE || this == AS_THE_APPLICATION_SAYS && context.getDistributable();
    }
}
