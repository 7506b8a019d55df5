package org.vedfolnir.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;

/**
 * A session in which a user signed in: opened, and closed with the reason. Two readers may process its events in any order, so each event only adds
 * information: a closed row stays closed, with the reason that came first. Times are UTC.
 */
@Entity
@Table(name = "audit_session")
public class AuditedSession {

    private static final int LONGEST = 128;
    private static final int LONGEST_HANDLE = 64;
    private static final int LONGEST_USER_AGENT = 512;

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

    @Convert(converter = EndReasonConverter.class)
    @Column(name = "end_reason")
    private @Nullable EndReason endReason;

    @Column(name = "missing_since")
    private @Nullable LocalDateTime missingSince;

    @Column(name = "store_era", nullable = false)
    private long storeEra;

    @Column
    private @Nullable String address;

    @Column(name = "user_agent")
    private @Nullable String userAgent;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected AuditedSession() {}

    /** @param storeEra the content of the store that it belongs to */
    AuditedSession(String handle, RecordedEvent first, long storeEra) {
        this.handle = handle;
        this.lastEventAt = utc(first);
        this.storeEra = storeEra;
    }

    /** The stored form of a handle. */
    static @Nullable String handle(@Nullable String handle) {
        return ColumnText.fit(handle, LONGEST_HANDLE);
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
            user = ColumnText.fit(event.context().user(), LONGEST);
        }
        if (event.event() instanceof SessionEvent.SignedIn) {
            openedAt = at;
            address = shortAddress;
            userAgent = ColumnText.fit(event.context().userAgent(), LONGEST_USER_AGENT);
        } else if (event.event() instanceof SessionEvent.Ended ended && closedAt == null) {
            closedAt = at;
            endReason = ended.reason();
        }
    }

    /**
     * Whether the row is still open, and the session still missing in the store since then.
     *
     * @param since when it was first missed
     */
    boolean isMissing(LocalDateTime since) {
        return closedAt == null && since.equals(missingSince);
    }

    /** The end reason of a missing session: lost if the content of the store has been replaced since, otherwise expired. */
    EndReason reasonWhenMissing(long presentEra) {
        return storeEra < presentEra ? EndReason.LOST : EndReason.EXPIRED;
    }

    public String getHandle() {
        return handle;
    }

    public @Nullable String getUser() {
        return user;
    }

    /** Null until the event of the sign-in is imported. */
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
