package org.vedfolnir.account;

import org.jspecify.annotations.Nullable;

/** A user requested something that their role does not allow. {@code RoleMissingFilter} answers 403. */
public final class RoleMissingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Role required;

    /** @param present the role of the user; null for a visitor */
    public RoleMissingException(Role required, @Nullable Role present) {
        super("This action requires the role " + required + ", but "
                + (present == null ? "no user is signed in." : "the signed-in user has the role " + present + "."));
        this.required = required;
    }

    public Role getRequired() {
        return required;
    }
}
