package org.vedfolnir.session.document.attribute.serialization;

import java.util.ConcurrentModificationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A value cannot be stored outside of this process: something in it is not Serializable or could not be read again. */
public final class NotStorableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient Object value;
    private final transient @Nullable Predicate<Object> culprit;
    private final String reason;

    /**
     * @param culprit finds the object inside the value that is at fault; null if unknown
     * @param reason the end of a sentence, for example "java.lang.Thread is not Serializable"
     */
    public NotStorableException(
            Object value, @Nullable Predicate<Object> culprit, String reason, @Nullable Throwable cause) {
        super(
                "A session attribute of " + value.getClass() + " cannot be stored: " + reason
                        + ". Make it Serializable, or keep it out of the session.",
                cause);
        this.value = value;
        this.culprit = culprit;
        this.reason = reason;
    }

    /** Returns the same for an attribute of this name; the message contains the path to the fault in it. */
    public NotStorableException of(String attribute) {
        return new NotStorableException(attribute, this);
    }

    private NotStorableException(String attribute, NotStorableException of) {
        super(
                "The session attribute '" + attribute + "' cannot be stored outside of this process: "
                        + of.path(attribute) + ": " + of.reason
                        + ". Make that Serializable or transient, keep the value in the request, or set"
                        + " unserializable to local: then the"
                        + " attribute stays on its node.",
                of);
        this.value = of.value;
        this.culprit = of.culprit;
        this.reason = of.reason;
    }

    /**
     * Whether a later try may succeed: another thread kept changing the value, or too many deeply nested values were
     * written at once.
     */
    public boolean isTransient() {
        return getCause() instanceof ConcurrentModificationException || getCause() instanceof LargeStack.Busy;
    }

    /** Returns the reason, for example "java.lang.Thread is not Serializable". */
    public String reason() {
        return reason;
    }

    /**
     * Returns the path to the fault in an attribute, for example {@code basket.lines[3].logger}. Searches the whole
     * value.
     */
    public String path(String attribute) {
        return culprit == null ? attribute : ObjectPath.of(attribute, value, culprit);
    }
}
