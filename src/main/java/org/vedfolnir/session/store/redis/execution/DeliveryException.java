package org.vedfolnir.session.store.redis.execution;

import java.util.Objects;

/** A delivery that led to no reply of its script. */
final class DeliveryException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean redirected;

    /**
     * @param redirected whether Redis replied that the script has to be run in another way, and no such way was left
     */
    DeliveryException(Throwable cause, boolean redirected) {
        super(cause.getMessage(), cause, false, false);
        this.redirected = redirected;
    }

    Throwable reason() {
        return Objects.requireNonNull(getCause());
    }

    boolean redirected() {
        return redirected;
    }
}
