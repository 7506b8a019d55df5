package org.vedfolnir.session.document;

/** A value cannot be kept outside of this process. */
public final class NotStorableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    NotStorableException(Class<?> type, Throwable cause) {
        super(
                "A session attribute of " + type + " cannot be stored: "
                        + cause.getClass().getSimpleName() + " for " + cause.getMessage()
                        + ". Make it Serializable, or keep it out of the session.",
                cause);
    }
}
