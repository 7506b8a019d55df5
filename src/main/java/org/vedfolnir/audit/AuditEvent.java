package org.vedfolnir.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.RecordedEvent;

/** One event as it is kept. Written once, never changed. Times are UTC. */
@Entity
@Table(name = "audit_event")
public class AuditEvent {

    private static final int LONGEST_DETAIL = 512;
    private static final int LONGEST_NAME = 128;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_event_seq")
    @SequenceGenerator(name = "audit_event_seq", sequenceName = "audit_event_seq", allocationSize = 50)
    private @Nullable Long id;

    @Column(name = "feed_id", nullable = false, unique = true)
    private String feedId;

    @Column(name = "happened_at", nullable = false)
    private LocalDateTime happenedAt;

    @Column(nullable = false)
    private String type;

    @Column
    private @Nullable String detail;

    @Column(nullable = false)
    private String node;

    @Column(name = "session_handle")
    private @Nullable String session;

    @Column(name = "user_id")
    private @Nullable String user;

    @Column
    private @Nullable String address;

    @Column(name = "user_agent")
    private @Nullable String userAgent;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected AuditEvent() {}

    /** @param fields the event's wire form */
    AuditEvent(RecordedEvent event, Map<String, String> fields, @Nullable String address) {
        this.feedId = event.id();
        this.happenedAt = LocalDateTime.ofInstant(event.at(), ZoneOffset.UTC);
        this.type = fields.getOrDefault("type", "");
        this.detail = Text.fit(fields.get("detail"), LONGEST_DETAIL);
        this.node = Text.required(event.context().node(), LONGEST_NAME);
        this.session = event.context().session();
        this.user = Text.fit(event.context().user(), LONGEST_NAME);
        this.address = address;
        this.userAgent = Text.fit(event.context().userAgent(), LONGEST_DETAIL);
    }

    public @Nullable Long getId() {
        return id;
    }

    public String getFeedId() {
        return feedId;
    }

    public LocalDateTime getHappenedAt() {
        return happenedAt;
    }

    public String getType() {
        return type;
    }

    public @Nullable String getDetail() {
        return detail;
    }

    public String getNode() {
        return node;
    }

    public @Nullable String getSession() {
        return session;
    }

    public @Nullable String getUser() {
        return user;
    }

    public @Nullable String getAddress() {
        return address;
    }

    public @Nullable String getUserAgent() {
        return userAgent;
    }
}
