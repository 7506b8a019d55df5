package org.vedfolnir.session.attribute;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.attribute.policy.AttributePlacement;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.UndecodableAttributeException;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.document.json.TooLargeException;
import org.vedfolnir.session.engine.part.SessionTooLargeException;

/** Converts attributes between documents and the application, and finds a session's user in them. Thread-safe. */
public final class AttributeFactory {

    /** The attribute that names a session's user; without it, the container's principal does. */
    private static final String USER = "user_id";

    private final AttributeCodec codec;
    private final InPlaceChangePolicy watch;
    private final Supplier<ClassLoader> webapp;

    /**
     * @param watch which attributes are compared at a request's end
     * @param webapp the application's class loader, which changes at a reload
     */
    public AttributeFactory(AttributeCodec codec, InPlaceChangePolicy watch, Supplier<ClassLoader> webapp) {
        this.codec = codec;
        this.watch = watch;
        this.webapp = webapp;
    }

    /** Whether a value can leave this process. */
    public boolean storable(Object value) {
        try {
            codec.encode(value, webapp.get());
            return true;
        } catch (NotStorableException e) {
            return false;
        }
    }

    /**
     * Refuses a value that cannot leave this process, but not one that another thread is changing. An object that is
     * set again after a change in place, as frameworks do, was checked when it was set first, and is when it is saved:
     * for a large one, the check takes as long as the save.
     *
     * @param held what the session has under this name, if it is loaded
     * @throws IllegalArgumentException that contains the path of the fault inside of the attribute
     */
    public void requireStorable(String name, Object value, @Nullable Object held) {
        if (held == value || SeparateThread.belongs(name)) {
            return; // refused when it is saved: here it would be encoded in the middle of a request
        }
        try {
            codec.encode(value, webapp.get());
        } catch (NotStorableException e) {
            if (!e.isTransient()) {
                throw new IllegalArgumentException(e.of(name).getMessage(), e.getCause());
            }
        } catch (TooLargeException e) {
            throw SessionTooLargeException.attribute(name, e.atLeast(), codec.largest());
        }
    }

    public TrackedAttributes track(
            SessionDocument document,
            PartReader parts,
            ActivationNotifier activation,
            AttributePlacement placing,
            NodeLocalValues local,
            Supplier<AccessedAttributes> current,
            DecodedValues decoded) {
        var converter = new AttributeConverter(codec, webapp.get(), watch, placing, decoded);
        return new TrackedAttributes(new AttributeSnapshot(document, parts), converter, activation, local, current);
    }

    /** Tracks the attributes of a document alone, without its parts. */
    public TrackedAttributes track(SessionDocument document) {
        var none = new AccessedAttributes();
        return track(
                document,
                (name, part) -> null,
                ActivationNotifier.NONE,
                AttributePlacement.STORED,
                NodeLocalValues.NOTHING,
                () -> none,
                DecodedValues.NONE);
    }

    @Nullable
    public String userOf(Function<String, @Nullable Object> attribute, @Nullable Authentication authentication) {
        return user(attribute.apply(USER), authentication);
    }

    /** Reads the user from a document alone, twice for each save, so it reads no other attribute. */
    @Nullable
    public String userOf(SessionDocument document) {
        var encoded = document.attributes().get(USER);
        if (encoded != null && encoded.isSmallNumber()) {
            return encoded.json();
        }
        return user(decoded(encoded), document.authentication());
    }

    private @Nullable Object decoded(@Nullable EncodedAttribute encoded) {
        try {
            return encoded == null ? null : codec.decode(encoded, webapp.get());
        } catch (UndecodableAttributeException e) {
            return null;
        }
    }

    private static @Nullable String user(@Nullable Object named, @Nullable Authentication authentication) {
        return named != null ? named.toString() : authentication == null ? null : authentication.name();
    }
}
