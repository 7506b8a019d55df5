package org.vedfolnir.session.document.attribute.serialization;

import java.util.ConcurrentModificationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A value cannot be kept outside of this process: something in it is not Serializable, or would not be read again. */
public final class NotStorableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient Object value;
    private final transient @Nullable Predicate<Object> culprit;
    private final String reason;

    /**
     * @param culprit finds the object inside the value that is at fault; null when that is not known
     * @param reason a sentence's end, as in "java.lang.Thread is not Serializable"
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

    /** The same, of an attribute that has this name: its message says where in it the fault is. */
    public NotStorableException of(String attribute) {
        return new NotStorableException(attribute, this);
    }

    private NotStorableException(String attribute, NotStorableException of) {
        super(
                "The session attribute '" + attribute + "' cannot be kept outside of this process: "
                        + of.path(attribute) + ": " + of.reason
                        + ". Make that Serializable or transient, keep the value in the request, or set unserializable to local: then the"
                        + " attribute stays on its node.",
                of);
        this.value = of.value;
        this.culprit = of.culprit;
        this.reason = of.reason;
    }

    /** Another thread went on changing it while it was to be written, or too many values nest deep at once: the next time it may be written. */
    public boolean isTransient() {
        return getCause() instanceof ConcurrentModificationException || getCause() instanceof LargeStack.Busy;
    }

    /** What is the matter, as in "java.lang.Thread is not Serializable". */
    public String reason() {
        return reason;
    }

    /** Where in an attribute it is, as in {@code basket.lines[3].logger}. Looks through the whole value. */
    public String path(String attribute) {
        return culprit == null ? attribute : ObjectPath.of(attribute, value, culprit);
    }
}
