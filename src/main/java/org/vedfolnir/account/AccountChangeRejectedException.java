package org.vedfolnir.account;

import org.vedfolnir.web.ValidationMessage;

/** A change of an account is not allowed. Nothing was changed. */
public final class AccountChangeRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ValidationMessage message;

    public AccountChangeRejectedException(ValidationMessage message) {
        super(message.key());
        this.message = message;
    }

    /** For the page. */
    public ValidationMessage message() {
        return message;
    }
}
