package org.vedfolnir.session.document.attribute;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attribute as it is stored in the document. Immutable; equal if type, text, sharing and mark are.
 *
 * <p>Not a record: it keeps the {@link #fingerprint} of its text, which for a large value takes longer than everything
 * else that a save does with it.
 */
public final class EncodedAttribute {

    /** The tag of a Java-serialized object. */
    static final String JAVA = "java";

    private final @Nullable String type;
    private final String json;
    private final @Nullable String same;
    private final boolean dropped;
    /** Computed on first use; threads that compute it at the same time get equal ones. */
    private @Nullable Fingerprint fingerprint;

    /**
     * @param type the tag of a type that plain JSON would lose; null for plain JSON
     * @param json the value as JSON text
     * @param same the attribute with which this one shares its object, as long as both have the same text; null if it
     *     shares none
     * @param dropped whether an event has already recorded that a node could not decode it
     */
    public EncodedAttribute(@Nullable String type, String json, @Nullable String same, boolean dropped) {
        this(type, json, same, dropped, null);
    }

    /** An attribute that does not share its object. */
    public EncodedAttribute(@Nullable String type, String json) {
        this(type, json, null, false);
    }

    /** An attribute that does not share its object, whose text is known to have this fingerprint. */
    public EncodedAttribute(@Nullable String type, String json, Fingerprint fingerprint) {
        this(type, json, null, false, fingerprint);
    }

    private EncodedAttribute(
            @Nullable String type,
            String json,
            @Nullable String same,
            boolean dropped,
            @Nullable Fingerprint fingerprint) {
        this.type = type;
        this.json = json;
        this.same = same;
        this.dropped = dropped;
        this.fingerprint = fingerprint;
    }

    /** The tag of a type that plain JSON would lose; null for plain JSON. */
    public @Nullable String type() {
        return type;
    }

    /** The value as JSON text. */
    public String json() {
        return json;
    }

    /** The attribute with which this one shares its object; null if it shares none. */
    public @Nullable String same() {
        return same;
    }

    /** Whether an event has already recorded that a node could not decode it. */
    public boolean dropped() {
        return dropped;
    }

    /** Returns size and digest of the text, computed once. */
    public Fingerprint fingerprint() {
        var known = fingerprint;
        if (known == null) {
            known = Fingerprint.of(json);
            fingerprint = known;
        }
        return known;
    }

    /** Whether only Java can read it: a serialized object. */
    public boolean serialized() {
        return JAVA.equals(type);
    }

    /** Whether it is an integer of at most nine digits whose JSON text is that of its value. */
    public boolean isSmallNumber() {
        if (json.isEmpty() || json.length() > 9 || type != null && !"long".equals(type)) {
            return false;
        }
        for (var i = 0; i < json.length(); i++) {
            if (json.charAt(i) < '0' || json.charAt(i) > '9') {
                return false;
            }
        }
        return json.length() == 1 || json.charAt(0) != '0';
    }

    /** Whether both have the same text and type, whether or not they share their object. */
    public boolean hasValueOf(EncodedAttribute other) {
        return json.equals(other.json) && Objects.equals(type, other.type);
    }

    /** Returns the same attribute, marked as not decodable by a node. */
    public EncodedAttribute asDropped() {
        return new EncodedAttribute(type, json, same, true, fingerprint);
    }

    /** Returns the same attribute, sharing the object of another one; for null, with an object of its own. */
    public EncodedAttribute sharedWith(@Nullable String other) {
        return new EncodedAttribute(type, json, other, dropped, fingerprint);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof EncodedAttribute that
                        && dropped == that.dropped
                        && Objects.equals(same, that.same)
                        && hasValueOf(that);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, json, same, dropped);
    }

    /** Without the value, which may be a secret of the application. */
    @Override
    public String toString() {
        return "EncodedAttribute[type=" + type + ", characters=" + json.length() + ", same=" + same + ", dropped="
                + dropped + "]";
    }
}
