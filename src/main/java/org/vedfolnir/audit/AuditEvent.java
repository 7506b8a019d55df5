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
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;

/** A stored event. Written once, never changed. Times are UTC. */
@Entity
@Table(name = "audit_event")
public class AuditEvent {

    private static final int LONGEST_DETAIL = 512;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_TYPE = 32;
    private static final int LONGEST_APPLICATION = 255;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_event_seq")
    @SequenceGenerator(name = "audit_event_seq", sequenceName = "audit_event_seq", allocationSize = 50)
    private @Nullable Long id;

    /** Null if a node of an older version wrote the row. */
    @Column(name = "event_id", unique = true)
    private @Nullable String eventId;

    @Column(name = "feed_id", nullable = false)
    private String feedId;

    @Column(name = "happened_at", nullable = false)
    private LocalDateTime happenedAt;

    @Column(nullable = false)
    private String type;

    @Column
    private @Nullable String detail;

    @Column(name = "event_count", nullable = false)
    private long count;

    @Column(nullable = false)
    private String application;

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

    @Column
    private @Nullable String operator;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected AuditEvent() {}

    AuditEvent(RecordedEvent event, @Nullable String address) {
        var fields = EventFields.of(new NewEvent(event.event(), event.context()));
        this.eventId = id(event);
        this.feedId = ColumnText.required(event.place(), LONGEST_ID);
        this.happenedAt = LocalDateTime.ofInstant(event.at(), ZoneOffset.UTC);
        this.type = ColumnText.required(fields.getOrDefault("type", ""), LONGEST_TYPE);
        this.detail = ColumnText.fit(fields.get("detail"), LONGEST_DETAIL);
        this.count = event.count();
        this.application = ColumnText.required(event.context().application(), LONGEST_APPLICATION);
        this.node = ColumnText.required(event.context().node(), LONGEST_NAME);
        this.session = ColumnText.fit(event.context().session(), LONGEST_ID);
        this.user = ColumnText.fit(event.context().user(), LONGEST_NAME);
        this.address = address;
        this.userAgent = ColumnText.fit(event.context().userAgent(), LONGEST_DETAIL);
        this.operator = ColumnText.fit(event.context().operator(), LONGEST_NAME);
    }

    /** The stored form of the id of an event. */
    static String id(RecordedEvent event) {
        return ColumnText.required(event.id(), LONGEST_ID);
    }

    public @Nullable Long getId() {
        return id;
    }

    /** The unique id of the event. */
    public @Nullable String getEventId() {
        return eventId;
    }

    /** The place in the feed of the store. */
    public String getFeedId() {
        return feedId;
    }

    /** The number of equal events that this one sums up. */
    public long getCount() {
        return count;
    }

    /** The application that recorded the event; empty if an older version recorded it. */
    public String getApplication() {
        return application;
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

    /** Who did it from the container's console; null if no operator did. */
    public @Nullable String getOperator() {
        return operator;
    }
}
