package org.vedfolnir.session.attribute;

import jakarta.servlet.http.HttpSessionActivationListener;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.policy.AttributePlacement;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.UndecodableAttributeException;
import org.vedfolnir.session.document.json.TooLargeException;
import org.vedfolnir.session.engine.Printable;
import org.vedfolnir.session.engine.cache.DecodedValue;
import org.vedfolnir.session.engine.part.SessionTooLargeException;

/**
 * Decodes and encodes the attributes of one session. Both call the application, which may wait for its own locks, so no
 * caller holds a monitor of ours. Thread-safe.
 *
 * @param watch which attributes are compared at a request's end
 * @param placing which attributes are not stored
 * @param decodedBefore large values that are already decoded
 */
record AttributeConverter(
        AttributeCodec codec,
        ClassLoader webapp,
        InPlaceChangePolicy watch,
        AttributePlacement placing,
        DecodedValues decodedBefore) {

    private static final System.Logger LOG = System.getLogger(AttributeConverter.class.getName());

    /**
     * The result of decoding an attribute.
     *
     * @param value null if there is none that this node can use
     * @param there whether the session has the attribute
     * @param isUnreported whether no node has reported yet that it cannot be decoded
     */
    record Decoded(@Nullable Object value, boolean there, boolean isUnreported) {}

    Decoded decode(String name, AttributeSnapshot from) {
        var encoded = from.read(name);
        return SeparateThread.belongs(name)
                ? SeparateThread.call(() -> decode(name, encoded, from))
                : decode(name, encoded, from);
    }

    private Decoded decode(String name, @Nullable EncodedAttribute encoded, AttributeSnapshot from) {
        if (encoded == null) {
            // it was a part, and the session ended or lost it in between
            return new Decoded(null, from.has(name), false);
        }
        try {
            var before = DecodedValue.isWorth(encoded) ? decodedBefore.take(name, encoded) : null;
            var value = before == null ? codec.decode(encoded, webapp) : before;
            return placing.leavesOut(name, value) ? new Decoded(null, true, false) : new Decoded(value, true, false);
        } catch (UndecodableAttributeException e) {
            if (!encoded.dropped()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The session attribute ''{0}'' cannot be decoded; the session continues without it. {1}",
                        Printable.name(name),
                        e.getMessage());
            }
            return new Decoded(null, true, !encoded.dropped());
        }
    }

    AttributeEncoder encoder(AttributeState moment) {
        return new AttributeEncoder(moment, codec, webapp, watch, placing);
    }

    /** @throws SessionTooLargeException if a value is certainly too large */
    void requireFits(String name, Object value) {
        try {
            codec.requireFits(value);
        } catch (TooLargeException e) {
            throw SessionTooLargeException.attribute(name, e.atLeast(), codec.largest());
        }
    }

    /** Returns the large values that did not change since they were read, for the next request. */
    Map<String, DecodedValue> reusable(Map<String, Object> live, AttributeSnapshot read) {
        if (read.shares()) {
            return Map.of();
        }
        Map<String, DecodedValue> reusable = Map.of();
        for (var each : live.entrySet()) {
            var name = each.getKey();
            var value = each.getValue();
            var text = read.known(name);
            if (text != null
                    && DecodedValue.isWorth(text)
                    && !(value instanceof HttpSessionActivationListener)
                    && (AttributeCodec.immutable(value) || watch.isSaved(name, text))) {
                reusable = reusable.isEmpty() ? new HashMap<>() : reusable;
                reusable.put(name, new DecodedValue(text, value));
            }
        }
        return reusable;
    }
}
