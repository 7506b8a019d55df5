package org.vedfolnir.session.http.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.SessionChange;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.engine.cache.DecodedValue;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** The operations of the engine that live sessions use. Thread-safe. */
public final class SessionPersistence {

    private final ManagerRuntime runtime;

    SessionPersistence(ManagerRuntime runtime) {
        this.runtime = runtime;
    }

    private SessionEngine engine() {
        return runtime.running().engine();
    }

    /** Runs a step; if the store fails, the request's response is 503, even if the application catches the exception. */
    public <T> T recordingOutage(Supplier<T> step) {
        try {
            return step.get();
        } catch (StoreUnavailableException e) {
            runtime.failed(e);
            throw e;
        }
    }

    /** Allows one save of a session at a time on this node. */
    public boolean inTurn(String handle, BooleanSupplier save) {
        return engine().inTurn(handle, save);
    }

    /** @return the document as it was saved; empty if the session has ended */
    public Optional<SessionDocument> save(SessionChange change, SessionDocument read) {
        try {
            return runtime.running().userLimit().save(change, read);
        } catch (UnreadableDocumentException e) {
            throw new StoreUnavailableException(
                    "A session could not be saved: another node wrote its document in a form that this node cannot read ("
                            + e.reason() + "). Give all nodes the same keys and the same version.",
                    Duration.ofSeconds(1),
                    e);
        }
    }

    /** @return whether this call ended it */
    public boolean end(SessionId id, NewEvent ended) {
        try {
            return recordingOutage(() -> runtime.running().store().sessions().end(id, ended));
        } finally {
            engine().forget(id);
        }
    }

    /** Returns the values of the session's parts; empty if this call did not end it. */
    public Optional<Map<String, EncodedAttribute>> end(SessionId id, NewEvent ended, SessionDocument document) {
        try {
            return recordingOutage(() -> engine().parts().end(id, ended, document));
        } finally {
            engine().forget(id);
        }
    }

    /** Returns the parts of a document that has ended. */
    public Map<String, EncodedAttribute> partsOf(SessionDocument document, Map<Integer, byte[]> stored) {
        return engine().parts().values(document, stored);
    }

    /** Returns an attribute that is stored beside the document; null if the session no longer has it. */
    @Nullable
    public EncodedAttribute part(SessionId id, SessionDocument read, String name) {
        return recordingOutage(() -> Optional.ofNullable(engine().parts().read(id, read, name)))
                .orElse(null);
    }

    /** Whether the session still exists; if so, its end moves. */
    public boolean touch(SessionId id) {
        try {
            return engine().openToRead(id).isPresent();
        } catch (UnreadableDocumentException e) {
            return false;
        }
    }

    /** Keeps large decoded values for the next request of a session, unless the application stops. */
    public void rest(SessionId id, Map<String, DecodedValue> decoded) {
        var running = runtime.runningIfAny();
        if (running != null) {
            running.engine().rest(id, decoded);
        }
    }

    /** Returns a large value that an earlier request decoded; null if it must be decoded. */
    @Nullable
    public Object decodedBefore(SessionId id, String name, EncodedAttribute text) {
        var running = runtime.runningIfAny();
        return running == null ? null : running.engine().decodedBefore(id, name, text);
    }

    /** The store's clock, ms since 1970; no round trip after the store's first reply. */
    public long storeTime() {
        var running = runtime.runningIfAny(); // a request may outlive the manager
        return running == null ? System.currentTimeMillis() : running.store().now();
    }
}
