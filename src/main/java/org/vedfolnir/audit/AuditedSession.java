package org.vedfolnir.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;

/**
 * A session in which somebody signed in: opened, and closed with the reason. Two readers may bring its events in any order, so each
 * event only adds what it knows: what is closed stays closed. Times are UTC.
 */
@Entity
@Table(name = "audit_session")
public class AuditedSession {

    private static final int LONGEST = 128;

    @Id
    private String handle;

    @Column(name = "user_id")
    private @Nullable String user;

    @Column(name = "opened_at")
    private @Nullable LocalDateTime openedAt;

    @Column(name = "last_event_at", nullable = false)
    private LocalDateTime lastEventAt;

    @Column(name = "closed_at")
    private @Nullable LocalDateTime closedAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "end_reason")
    private @Nullable EndReason endReason;

    @Column
    private @Nullable String address;

    @Column(name = "user_agent")
    private @Nullable String userAgent;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected AuditedSession() {}

    AuditedSession(String handle, RecordedEvent first) {
        this.handle = handle;
        this.lastEventAt = utc(first);
    }

    private static LocalDateTime utc(RecordedEvent event) {
        return LocalDateTime.ofInstant(event.at(), ZoneOffset.UTC);
    }

    void add(RecordedEvent event, @Nullable String shortAddress) {
        var at = utc(event);
        if (at.isAfter(lastEventAt)) {
            lastEventAt = at;
        }
        if (user == null) {
            user = Text.fit(event.context().user(), LONGEST);
        }
        if (event.event() instanceof SessionEvent.SignedIn) {
            openedAt = at;
            address = shortAddress;
            userAgent = event.context().userAgent();
        } else if (event.event() instanceof SessionEvent.Ended ended) {
            closedAt = at;
            endReason = ended.reason();
        }
    }

    public String getHandle() {
        return handle;
    }

    public @Nullable String getUser() {
        return user;
    }

    /** Null while the event of the sign-in is still on its way. */
    public @Nullable LocalDateTime getOpenedAt() {
        return openedAt;
    }

    public LocalDateTime getLastEventAt() {
        return lastEventAt;
    }

    /** Null while the session lives. */
    public @Nullable LocalDateTime getClosedAt() {
        return closedAt;
    }

    /** Null while the session lives. */
    public @Nullable EndReason getEndReason() {
        return endReason;
    }

    public @Nullable String getAddress() {
        return address;
    }

    public @Nullable String getUserAgent() {
        return userAgent;
    }
}
