package org.vedfolnir.account;

import org.jspecify.annotations.Nullable;

/** A user asked for something that their role does not allow. {@code RoleMissingFilter} answers 403. */
public final class RoleMissingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Role required;

    /** @param present the role of the user; null for a visitor */
    public RoleMissingException(Role required, @Nullable Role present) {
        super("This needs the role " + required + ", and "
                + (present == null ? "nobody is signed in." : "who is signed in has " + present + "."));
        this.required = required;
    }

    public Role getRequired() {
        return required;
    }
}
