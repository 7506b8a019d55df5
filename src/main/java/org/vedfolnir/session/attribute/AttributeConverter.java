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
 * Makes values of stored text, and text of values, for one session. To decode and to encode calls the application, which may wait for locks of
 * its own: so no caller holds a monitor of ours then. Thread-safe.
 *
 * @param watch which attributes are compared with what was read when the request ends
 * @param placing which attributes are not for the store
 * @param decodedBefore large values that need not be decoded once more
 */
record AttributeConverter(
        AttributeCodec codec,
        ClassLoader webapp,
        InPlaceChangePolicy watch,
        AttributePlacement placing,
        DecodedValues decodedBefore) {

    private static final System.Logger LOG = System.getLogger(AttributeConverter.class.getName());

    /**
     * What decoding an attribute gave.
     *
     * @param value null when there is none that this node can use
     * @param there whether the session has the attribute
     * @param isUnreported whether no node has reported before that it does not decode
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
            // it lay beside the document, and the session ended or lost it meanwhile
            return new Decoded(null, from.names().contains(name), false);
        }
        try {
            var before = DecodedValue.isWorth(encoded) ? decodedBefore.take(name, encoded) : null;
            var value = before == null ? codec.decode(encoded, webapp) : before;
            return placing.leavesOut(name, value) ? new Decoded(null, true, false) : new Decoded(value, true, false);
        } catch (UndecodableAttributeException e) {
            if (!encoded.dropped()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The session attribute ''{0}'' cannot be decoded; the session goes on without it. {1}",
                        Printable.name(name),
                        e.getMessage());
            }
            return new Decoded(null, true, !encoded.dropped());
        }
    }

    AttributeEncoder encoder(AttributeState moment) {
        return new AttributeEncoder(moment, codec, webapp, watch, placing);
    }

    /** @throws SessionTooLargeException when a value is certain to be too large */
    void requireFits(String name, Object value) {
        try {
            codec.requireFits(value);
        } catch (TooLargeException e) {
            throw SessionTooLargeException.attribute(name, e.atLeast(), codec.largest());
        }
    }

    /** The large values that are as they were read, and that the next request may have. */
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
