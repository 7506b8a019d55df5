package org.vedfolnir.session.http.save;

import org.vedfolnir.session.attribute.AttributeChanges;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.SessionChange;

/**
 * What a request has to save, at one point in time. Immutable.
 *
 * @param id the id that the application sees
 * @param events how many events are recorded with it
 * @param stored whether the store has the session
 */
public record PreparedSave(SessionChange change, AttributeChanges attributes, String id, int events, boolean stored) {

    /** The document on which the change is based. */
    SessionDocument read() {
        return attributes.moment().base().document();
    }

    public boolean isNothing() {
        return stored && change.isEmpty();
    }
}
