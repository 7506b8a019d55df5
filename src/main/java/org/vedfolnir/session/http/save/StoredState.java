package org.vedfolnir.session.http.save;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.http.runtime.ManagerRuntime;
import org.vedfolnir.session.store.SessionId;

/**
 * What the store has of a live session, as far as this node knows: the document, and where it lies. Written by one thread at a time, under the
 * monitor of the session's attributes or in its turn to save; read by any.
 */
public final class StoredState {

    private volatile SessionDocument document;
    private volatile @Nullable SessionId id;
    /** What the application calls what lies under {@code id}. */
    private volatile @Nullable String name;
    /** Whether it begins under the id of another application's session. */
    private boolean crossed;

    /** Of a session that no store knows yet. */
    public StoredState(SessionDocument fresh) {
        this.document = fresh;
    }

    /** @param name what the application calls the session */
    public StoredState(SessionDocument document, SessionId id, String name) {
        this.document = document;
        this.id = id;
        this.name = name;
    }

    public SessionDocument document() {
        return document;
    }

    /** The same for the session's whole life, whatever its id. */
    public String handle() {
        return document.handle();
    }

    /** Under which id the store has it; null while it has not. */
    @Nullable
    public SessionId id() {
        return id;
    }

    /** Whether the store has it under the id that the application calls it by. */
    public boolean isUnder(String current) {
        return id != null && current.equals(name);
    }

    /** Where the store keeps it under an id of its own. */
    public SessionId place(String current, ManagerRuntime runtime) {
        var known = id;
        return known != null && current.equals(name) ? known : runtime.place(current, crossed);
    }

    /** It begins under the id of another application's session. */
    public void cross() {
        crossed = true;
        name = null;
    }

    /** It gets another id, which is its own. */
    public void leaveCrossing() {
        crossed = false;
    }

    public void replace(SessionDocument newer) {
        document = newer;
    }

    /** A save has put it there. */
    void move(SessionId place, String current) {
        id = place;
        name = current;
    }

    /** Where another node has moved it. */
    public void moveTo(StoredState found) {
        name = found.name;
        id = found.id;
    }
}
