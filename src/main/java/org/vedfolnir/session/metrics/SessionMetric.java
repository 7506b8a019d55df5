package org.vedfolnir.session.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.vedfolnir.session.engine.health.StoreState;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.meter.StoreCount;

/**
 * Every metric, except for the histogram of round trips ({@link RoundTripMetric}). The table of docs/install.md is generated
 * from these texts.
 */
public enum SessionMetric {
    ROUND_TRIP_MAX(
            Kind.GAUGE,
            "vedfolnir_session_store_round_trip_max_seconds",
            "The longest round trip since the start.",
            readings -> readings.latency().longest().toNanos() / 1e9),
    STORE_FAILURES(
            Kind.COUNTER,
            "vedfolnir_session_store_failures",
            "Calls of Redis that failed: no reply in time (timed_out), no connection (not_connected), an error as the reply (refused), or not sent since the circuit breaker was open (denied).",
            "reason",
            counts(StoreCount.TIMED_OUT, StoreCount.NOT_CONNECTED, StoreCount.REFUSED, StoreCount.DENIED)),
    STORE_RETRIES(
            Kind.COUNTER,
            "vedfolnir_session_store_retries",
            "Calls that were sent once more, since no reply arrived.",
            count(StoreCount.RETRIED)),
    STORE_REDIRECTIONS(
            Kind.COUNTER,
            "vedfolnir_session_store_redirections",
            "Replies that named another server or asked to send the call again: slots move, or scripts were flushed.",
            count(StoreCount.REDIRECTED)),
    STORE_STATE(
            Kind.GAUGE,
            "vedfolnir_session_store_state",
            "1 for the state of the store as this node sees it (up, degraded, down), 0 for the others.",
            "state",
            SessionMetric::states),
    STORE_STATE_SINCE(
            Kind.GAUGE,
            "vedfolnir_session_store_state_since_seconds",
            "When the store got into that state, in seconds since 1970.",
            readings -> readings.condition().since().toEpochMilli() / 1e3),
    BREAKER_OPEN(
            Kind.GAUGE,
            "vedfolnir_session_store_breaker_open",
            "1 if the circuit breaker of this Redis is open, else 0.",
            "server",
            readings -> readings.servers().stream().map(each -> new Sample(each.place(), each.isOpen() ? 1 : 0))),
    CONCERN(
            Kind.GAUGE,
            "vedfolnir_session_store_concern",
            "1 for each problem that endangers sessions or their events now.",
            "summary",
            readings -> readings.concerns().stream()
                    .map(Concern::summary)
                    .distinct()
                    .map(summary -> new Sample(summary, 1))),
    OPENS(
            Kind.COUNTER,
            "vedfolnir_session_opens",
            "Sessions that requests opened in Redis: the node had the current document (opened_unchanged), it got it (opened_changed), there was no such session (opened_gone), or the value is no session (opened_foreign).",
            "result",
            counts(
                    StoreCount.OPENED_UNCHANGED,
                    StoreCount.OPENED_CHANGED,
                    StoreCount.OPENED_GONE,
                    StoreCount.OPENED_FOREIGN)),
    SAVES(Kind.COUNTER, "vedfolnir_session_saves", "Documents stored.", count(StoreCount.SAVED)),
    SAVE_CONFLICTS(
            Kind.COUNTER,
            "vedfolnir_session_save_conflicts",
            "Saves that found another save of the session, merged its changes and were sent again.",
            count(StoreCount.CONFLICT)),
    BYTES_SENT(
            Kind.COUNTER,
            "vedfolnir_session_sent_bytes",
            "Bytes of documents and parts sent to Redis.",
            count(StoreCount.BYTES_SENT)),
    BYTES_READ(
            Kind.COUNTER,
            "vedfolnir_session_read_bytes",
            "Bytes of documents and parts read from Redis.",
            count(StoreCount.BYTES_READ)),
    CREATIONS(
            Kind.COUNTER,
            "vedfolnir_session_creations",
            "New sessions that were stored (created), or could not be since the store failed (creation_failed).",
            "result",
            counts(StoreCount.CREATED, StoreCount.CREATION_FAILED)),
    ENDED(
            Kind.COUNTER,
            "vedfolnir_session_ended",
            "Sessions that this node ended, by the reason that the audit trail has.",
            "reason",
            readings -> readings.ended().entrySet().stream()
                    .map(each -> new Sample(each.getKey().name().toLowerCase(Locale.ROOT), each.getValue()))),
    ENDED_AGAIN(
            Kind.COUNTER,
            "vedfolnir_session_ended_again",
            "Sessions that had ended, lived again after a failover of Redis, and were ended again.",
            Readings::endedAgain),
    UNAVAILABLE_RESPONSES(
            Kind.COUNTER,
            "vedfolnir_session_unavailable_responses",
            "Requests answered 503, since the store failed.",
            Readings::unavailableResponses),
    CACHED_SESSIONS(
            Kind.GAUGE,
            "vedfolnir_session_cached_sessions",
            "Sessions whose document this node holds in memory.",
            readings -> readings.cache().sessions()),
    CACHED_BYTES(
            Kind.GAUGE,
            "vedfolnir_session_cached_bytes",
            "Bytes of memory that they take, about.",
            readings -> readings.cache().bytes()),
    LOCAL_ATTRIBUTES(
            Kind.GAUGE,
            "vedfolnir_session_local_attributes",
            "Attributes that this node alone has, since they cannot be serialized or a filter leaves them out.",
            Readings::localAttributes),
    DROPPED_ATTRIBUTES(
            Kind.COUNTER,
            "vedfolnir_session_dropped_attributes",
            "Attributes that could not be decoded.",
            Readings::droppedAttributes),
    LOST_CHANGES(
            Kind.COUNTER,
            "vedfolnir_session_lost_changes",
            "Changes of an attribute that a save of this node replaced without having seen them.",
            Readings::lostChanges),
    UNREPLICATED_WRITES(
            Kind.COUNTER,
            "vedfolnir_session_unreplicated_writes",
            "Writes that no replica of Redis had in time, with securityWrites replicated.",
            Readings::unreplicatedWrites),
    EVENTS_WAITING(
            Kind.GAUGE,
            "vedfolnir_session_events_waiting_bytes",
            "Bytes of Redis' memory of the events that wait for the audit trail.",
            readings -> readings.events().bytes()),
    EVENTS_LIMIT(
            Kind.GAUGE,
            "vedfolnir_session_events_limit_bytes",
            "The bytes that may wait (eventBytes); 0 if no events are recorded.",
            readings -> readings.events().most()),
    EVENTS_LOST(
            Kind.COUNTER,
            "vedfolnir_session_events_lost",
            "Events that were lost since the store began: there was no room, or they were removed by hand.",
            readings -> readings.events().lost()),
    EVENTS_UNREPORTED(
            Kind.GAUGE,
            "vedfolnir_session_events_unreported",
            "Lost events of which the audit trail has no row yet.",
            readings -> readings.events().missing()),
    ACTIVE(
            Kind.GAUGE,
            "tomcat_sessions_active_current_sessions",
            "Sessions of the cluster. A round trip; missing while Redis does not answer.",
            "",
            readings -> readings.liveSessions().stream().mapToObj(all -> new Sample("", all))),
    ACTIVE_MAX(
            Kind.GAUGE,
            "tomcat_sessions_active_max_sessions",
            "The most sessions of the cluster that this node has counted.",
            readings -> readings.tomcat().getMaxActive()),
    TOMCAT_CREATED(
            Kind.COUNTER,
            "tomcat_sessions_created_sessions",
            "New sessions that this node stored. (Tomcat's own sessionCounter adds the cluster's sessions to the node's ends.)",
            count(StoreCount.CREATED)),
    TOMCAT_EXPIRED(
            Kind.COUNTER,
            "tomcat_sessions_expired_sessions",
            "Sessions that ended on this node, for whatever reason.",
            readings -> readings.tomcat().getExpiredSessions()),
    TOMCAT_REJECTED(
            Kind.COUNTER,
            "tomcat_sessions_rejected_sessions",
            "Sessions refused by maxActiveSessions.",
            readings -> readings.tomcat().getRejectedSessions()),
    ALIVE_MAX(
            Kind.GAUGE,
            "tomcat_sessions_alive_max_seconds",
            "The longest life of a session that ended on this node.",
            readings -> readings.tomcat().getSessionMaxAliveTime());

    /** Of Prometheus. */
    public enum Kind {
        COUNTER,
        GAUGE
    }

    private final Kind kind;
    private final String base;
    private final String meaning;
    private final String label;
    private final Function<Readings, Stream<Sample>> samples;

    SessionMetric(Kind kind, String base, String meaning, String label, Function<Readings, Stream<Sample>> samples) {
        this.kind = kind;
        this.base = base;
        this.meaning = meaning;
        this.label = label;
        this.samples = samples;
    }

    SessionMetric(Kind kind, String base, String meaning, ToDoubleFunction<Readings> value) {
        this(kind, base, meaning, "", readings -> Stream.of(new Sample("", value.applyAsDouble(readings))));
    }

    private static ToDoubleFunction<Readings> count(StoreCount what) {
        return readings -> readings.count(what);
    }

    private static Function<Readings, Stream<Sample>> counts(StoreCount... all) {
        return readings ->
                Arrays.stream(all).map(each -> new Sample(each.name().toLowerCase(Locale.ROOT), readings.count(each)));
    }

    private static Stream<Sample> states(Readings readings) {
        var now = readings.condition().state();
        return Arrays.stream(StoreState.values())
                .map(each -> new Sample(each.name().toLowerCase(Locale.ROOT), each == now ? 1 : 0));
    }

    public Kind kind() {
        return kind;
    }

    /** Its name without the ending of counters. */
    String base() {
        return base;
    }

    /** Its name in queries. */
    public String query() {
        return kind == Kind.COUNTER ? base + "_total" : base;
    }

    public String meaning() {
        return meaning;
    }

    /** The name of its label, beside application and host; empty for none. */
    public String label() {
        return label;
    }

    /** Whether its label takes values that only the running system knows. */
    boolean hasOpenLabel() {
        return this == BREAKER_OPEN || this == CONCERN;
    }

    /** Whether other libraries have it as well, from Tomcat's manager. */
    boolean isTomcats() {
        return base.startsWith("tomcat_");
    }

    /** Its values now: none if it is not known. */
    public List<Sample> read(Readings readings) {
        return samples.apply(readings).toList();
    }
}
