package org.vedfolnir.session.registry.listing;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import org.apache.catalina.Manager;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.OpenedSession;
import org.vedfolnir.session.store.SessionId;

/**
 * A session in a list, as it was when the list read it. Its id is its reference. Like Tomcat's sessions it throws an {@link
 * IllegalStateException} when asked for its times after it has ended. For one thread.
 */
final class ListedSession extends SessionSnapshot {

    /** In place of a time: the session is not live. */
    static final long GONE = -1;

    private static final long UNKNOWN = 0;

    private final SessionListing list;
    private final SessionId id;
    private int place;
    private long lastUse = UNKNOWN;
    private boolean isRead;
    private @Nullable OpenedSession content;

    ListedSession(SessionListing list, SessionId id) {
        this.list = list;
        this.id = id;
    }

    void isAt(int inList) {
        place = inList;
    }

    SessionId storedId() {
        return id;
    }

    /** @param at ms since 1970 by the store's clock, or {@link #GONE} */
    void setLastUse(long at) {
        if (!isRead) {
            lastUse = at;
        }
    }

    /** @param found null if it is not live, or cannot be read here */
    void setContent(@Nullable OpenedSession found) {
        isRead = true;
        content = found;
        lastUse = found == null ? GONE : found.lastAccess();
    }

    /** Its content was changed. */
    void reread() {
        isRead = false;
        content = null;
    }

    private @Nullable OpenedSession content() {
        if (!isRead) {
            list.loadDocuments(place);
        }
        return content;
    }

    /** @throws IllegalStateException if it has ended, or cannot be read on this node */
    OpenedSession live() {
        var found = content();
        if (found == null) {
            throw new IllegalStateException(
                    "The session " + id.reference() + " is over, or cannot be read on this node.");
        }
        return found;
    }

    private long lastUse() {
        if (lastUse == UNKNOWN) {
            list.loadTimes(place);
        }
        return lastUse;
    }

    @Override
    public String getId() {
        return id.reference();
    }

    @Override
    public Manager getManager() {
        return list.runtime().manager();
    }

    @Override
    public long getCreationTime() {
        return live().document().createdAt().toEpochMilli();
    }

    @Override
    public long getLastAccessedTime() {
        return live().lastAccess();
    }

    @Override
    public long getIdleTimeInternal() {
        var used = lastUse();
        return used == GONE ? 0 : Math.max(0, list.runtime().persistence().storeTime() - used);
    }

    @Override
    public int getMaxInactiveInterval() {
        var found = content();
        return found == null || found.document().idle() == 0
                ? -1
                : (int) Math.min(Integer.MAX_VALUE, found.document().idle() / 1000);
    }

    @Override
    public @Nullable String getAuthType() {
        var found = content();
        var authentication = found == null ? null : found.document().authentication();
        return authentication == null ? null : authentication.type();
    }

    /** Returns the name of its user alone: a principal of the application's own class is not deserialized. */
    @Override
    public @Nullable Principal getPrincipal() {
        var found = content();
        return found == null ? null : OperatorActions.user(found.document(), list.runtime());
    }

    @Override
    public @Nullable HttpSession getSession() {
        return content() == null ? null : new InspectedSession(this, list.actions());
    }

    @Override
    public boolean isValid() {
        return lastUse() != GONE;
    }

    /** Ends it unless a request has used it since it was listed: a tool ends those that are idle for long. */
    @Override
    public void expire() {
        list.actions().endUnlessUsedSince(id, lastUse());
    }
}
