package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** As the class of that name in Spring Security. */
final class SavedCookie implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    final String name;
    final String value;
    final @Nullable String domain = null;
    final @Nullable String path = null;
    final int maxAge = -1;
    final boolean secure = false;

    SavedCookie(String name, String value) {
        this.name = name;
        this.value = value;
    }
}
