package org.vedfolnir.session.http;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.DecodedValues;
import org.vedfolnir.session.attribute.PartReader;
import org.vedfolnir.session.attribute.TrackedAttributes;
import org.vedfolnir.session.document.Part;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.http.save.StoredState;

/**
 * The large values of one session. They are stored beside its document; if requests share the session, the node keeps
 * them decoded between requests. Thread-safe.
 */
final class StoredValues implements PartReader, DecodedValues {

    private final SessionRuntime runtime;
    private final StoredState stored;
    private final SessionVisits visits;
    private final SessionEnd ending;

    StoredValues(SessionRuntime runtime, StoredState stored, SessionVisits visits, SessionEnd ending) {
        this.runtime = runtime;
        this.stored = stored;
        this.visits = visits;
        this.ending = ending;
    }

    @Override
    public @Nullable EncodedAttribute read(String name, Part part) {
        var ended = ending.parts();
        if (ended != null) {
            return ended.get(name);
        }
        var place = stored.id();
        return place == null ? null : runtime.persistence().part(place, stored.document(), name);
    }

    @Override
    public @Nullable Object take(String name, EncodedAttribute text) {
        var place = stored.id();
        return visits.areShared() && place != null ? runtime.persistence().decodedBefore(place, name, text) : null;
    }

    /** The last request has left: the next one need not decode these again, unless one was changed and not saved. */
    void keep(TrackedAttributes attributes) {
        var place = stored.id();
        if (place != null && !visits.isSpoilt() && visits.isEmpty()) {
            var decoded = attributes.decoded();
            if (!decoded.isEmpty()) {
                runtime.persistence().rest(place, decoded);
            }
        }
    }
}
