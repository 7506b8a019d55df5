package org.vedfolnir.account;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.access.RoleMissingFilter;

/** Somebody asked for what her role does not allow. {@link RoleMissingFilter} answers 403. */
public final class RoleMissingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Role required;

    /** @param present what she has; null when nobody is signed in */
    public RoleMissingException(Role required, @Nullable Role present) {
        super("This needs the role " + required + ", and "
                + (present == null ? "nobody is signed in." : "who is signed in has " + present + "."));
        this.required = required;
    }

    public Role getRequired() {
        return required;
    }
}
