package org.vedfolnir.session.http.save;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.http.runtime.ManagerRuntime;
import org.vedfolnir.session.store.SessionId;

/**
 * The stored state of a live session, as far as this node knows it: the document, and its stored id. Written by one
 * thread at a time, under the monitor of the session's attributes or in its turn to save; read by any.
 */
public final class StoredState {

    private volatile SessionDocument document;
    private volatile @Nullable SessionId id;
    /** The id that the application sees for {@code id}. */
    private volatile @Nullable String name;
    /** Whether it begins under the id of another application's session. */
    private boolean crossed;

    /** Creates the state of a session that is not stored yet. */
    public StoredState(SessionDocument fresh) {
        this.document = fresh;
    }

    /** @param name the id that the application sees */
    public StoredState(SessionDocument document, SessionId id, String name) {
        this.document = document;
        this.id = id;
        this.name = name;
    }

    public SessionDocument document() {
        return document;
    }

    /** Stays the same for the session's whole life, whatever its id. */
    public String handle() {
        return document.handle();
    }

    /** The stored id; null if it is not stored yet. */
    @Nullable
    public SessionId id() {
        return id;
    }

    /** Whether it is stored under the application's current id. */
    public boolean isUnder(String current) {
        return id != null && current.equals(name);
    }

    /** Returns the stored id of a session with its own id. */
    public SessionId place(String current, ManagerRuntime runtime) {
        var known = id;
        return known != null && current.equals(name) ? known : runtime.place(current, crossed);
    }

    /** The session begins under the id of another application's session. */
    public void cross() {
        crossed = true;
        name = null;
    }

    /** The session gets another id, which is its own. */
    public void leaveCrossing() {
        crossed = false;
    }

    public void replace(SessionDocument newer) {
        document = newer;
    }

    /** A save has stored it there. */
    void move(SessionId place, String current) {
        id = place;
        name = current;
    }

    /** Another node has moved it. */
    public void moveTo(StoredState found) {
        name = found.name;
        id = found.id;
    }
}
