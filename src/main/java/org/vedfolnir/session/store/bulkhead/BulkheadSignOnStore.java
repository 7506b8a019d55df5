package org.vedfolnir.session.store.bulkhead;

import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SignOnStore;

/** Sign-ons behind a bulkhead. */
record BulkheadSignOnStore(SignOnStore signOns, Bulkhead bulkhead) implements SignOnStore {

    @Override
    public OpenResult open(SessionId signOn, DocumentTag known, boolean use) {
        return bulkhead.call(() -> signOns.open(signOn, known, use));
    }

    @Override
    public SaveResult save(SessionId signOn, long expected, byte[] document, long idle, long until) {
        return bulkhead.call(() -> signOns.save(signOn, expected, document, idle, until));
    }

    @Override
    public void remove(SessionId signOn) {
        bulkhead.run(() -> signOns.remove(signOn));
    }

    @Override
    public String key(SessionId signOn) {
        return signOns.key(signOn);
    }
}
