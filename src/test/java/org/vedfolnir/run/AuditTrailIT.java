package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.id;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.system.FirstMatch;

/** The audit trail if the store loses data, or if events are malformed. */
@Tag("tomee")
class AuditTrailIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite(Map.of("TAB_STREAMS", "10"));

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Pattern HANDLE = Pattern.compile("<code>([^<]*)</code>");
    private static final int UNWRITABLE = 250;

    private static Insight insight() {
        return SITE.insight();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        assertThat(DataProbe.within(PATIENCE, condition)).as(what).isTrue();
    }

    private static String handleOf(Visitor person) throws Exception {
        var handle = FirstMatch.in(HANDLE, person.get(SITE.a(), "/home").body());
        await("the row is open", () -> "open".equals(SITE.witness().state(handle)));
        return handle;
    }

    private static long endsOf(String handle) throws Exception {
        return SITE.witness().events(handle).stream()
                .filter(event -> event.startsWith("session_ended"))
                .count();
    }

    /** As if minutes had gone by: since the last event, and since the session was first missed. */
    private static void awaitMissing(String handle) throws Exception {
        insight()
                .change(
                        "update audit_session set checked_at = null, last_event_at = dateadd('MINUTE', -10, last_event_at)"
                                + " where closed_at is null");
        await("it is missed", () -> !"null"
                .equals(insight().ask("select missing_since from audit_session where handle = ?", handle)));
        insight().change("update audit_session set checked_at = null where closed_at is null");
        await("it is looked for once more", () -> !"null".equals(checked(handle)));
        assertThat(SITE.witness().state(handle))
                .as("state before the second check")
                .isEqualTo("open");
        insight()
                .change(
                        "update audit_session set checked_at = null, missing_since = dateadd('MINUTE', -5, missing_since)"
                                + " where closed_at is null");
    }

    /** Only the check that came after it had been missing for minutes closed it. */
    private static void assertWasClosedWhenItWasCertain(String handle) throws Exception {
        assertThat(insight()
                        .ask(
                                "select count(*) from audit_session where handle = ? and closed_at = missing_since"
                                        + " and closed_at < dateadd('MINUTE', -4, checked_at)",
                                handle))
                .as("rows that were closed at the time when the session was first missing")
                .isEqualTo("1");
    }

    @Test
    void closesASessionOnceThatExpiredWithoutANode() throws Exception {
        var gone = SITE.signedIn();
        var stays = SITE.signedIn();
        var handle = handleOf(gone);
        var other = handleOf(stays);
        insight().vanish(id(gone));

        awaitMissing(handle);
        await("it is closed", () -> "EXPIRED".equals(SITE.witness().state(handle)));
        assertWasClosedWhenItWasCertain(handle);

        // a real end that comes late, after a Redis was restored for example, is an event and changes nothing
        insight()
                .record(Map.of(
                        "id",
                        "late." + handle,
                        "type",
                        "session_ended",
                        "detail",
                        "SIGNED_OUT",
                        "node",
                        "node-a",
                        "session",
                        handle,
                        "user",
                        "1",
                        "application",
                        "/"));
        await("the late end is there", () -> endsOf(handle) == 2);
        assertThat(SITE.witness().state(handle)).isEqualTo("EXPIRED");
        assertThat(SITE.witness().state(other)).as("it lives").isEqualTo("open");
        assertThat(insight().ask("select checked_at is not null from audit_session where handle = ?", other))
                .isEqualToIgnoringCase("true");
        assertThat(endsOf(other)).isZero();
    }

    @Test
    void keepsTheRowOfAnUnreadableSessionOpen() throws Exception {
        var person = SITE.signedIn();
        var handle = handleOf(person);
        insight().damage(id(person));
        for (var times = 0; times < 2; times++) {
            insight()
                    .change(
                            "update audit_session set last_event_at = timestamp '2020-01-01 00:00:00', checked_at = null");
            await("it was looked for", () -> !"null"
                    .equals(insight().ask("select checked_at from audit_session where handle = ?", handle)));
        }
        assertThat(insight().ask("select missing_since from audit_session where handle = ?", handle))
                .isEqualTo("null");
        insight().vanish(id(person)); // the status of the other sessions of this user is unknown
    }

    /** Each row costs a check of all sessions of its user, so sessions that the store had are skipped, unless the store's content is another. */
    @Test
    void checksFoundSessionsLessOftenThanMissingOnes() throws Exception {
        var gone = SITE.signedIn();
        var stays = handleOf(SITE.signedIn());
        var missed = handleOf(gone);
        insight().vanish(id(gone));
        insight()
                .change(
                        "update audit_session set checked_at = null, last_event_at = dateadd('MINUTE', -10, last_event_at)"
                                + " where closed_at is null");
        await("it is missed", () -> !"null"
                .equals(insight().ask("select missing_since from audit_session where handle = ?", missed)));
        insight()
                .change(
                        "update audit_session set checked_at = dateadd('MINUTE', -5, checked_at) where closed_at is null");
        var before = checked(missed);
        var untouched = checked(stays);
        await("what is missed is looked for", () -> !before.equals(checked(missed)));
        assertThat(checked(stays)).isEqualTo(untouched);

        insight().change("update audit_state set era = era + 1 where name = 'store'");
        await("all is looked for in another content", () -> insight()
                .ask(
                        "select count(*) from audit_session s, audit_state a where s.handle = ? and s.store_era = a.era",
                        stays)
                .equals("1"));
        assertThat(checked(stays)).isNotEqualTo(untouched);
    }

    private static String checked(String handle) throws Exception {
        return insight().ask("select checked_at from audit_session where handle = ?", handle);
    }

    /** In a rolling upgrade, or after one that was taken back. */
    @Test
    void keepsAReasonOfANewerVersion() throws Exception {
        var handle = handleOf(SITE.signedIn());
        insight()
                .change("update audit_session set closed_at = last_event_at, end_reason = 'TELEPORTED' where handle = '"
                        + handle + "'");
        var event = UUID.randomUUID().toString();
        insight()
                .record(Map.of(
                        "id", event, "type", "access_refused", "node", "node-a", "session", handle, "user", "1"));
        await("it is written", () -> rows(event).equals("1"));
        assertThat(SITE.witness().state(handle)).isEqualTo("TELEPORTED");
    }

    @Test
    void closesSessionsOfALostStoreAsLostOnce() throws Exception {
        var before = handleOf(SITE.signedIn());
        await("the store's content is known", () -> !insight()
                .ask("select content from audit_state where name = 'store'")
                .isEmpty());
        insight().flush();
        var person = SITE.signedIn();
        var after = handleOf(person);

        awaitMissing(before);
        await("it is closed", () -> "LOST".equals(SITE.witness().state(before)));
        assertWasClosedWhenItWasCertain(before);
        assertThat(endsOf(before)).isEqualTo(1);
        assertThat(SITE.witness().state(after)).isEqualTo("open");
        assertThat(person.get(SITE.b(), "/home").statusCode()).isEqualTo(200);
    }

    @Test
    void importsOtherEventsIfTheDatabaseRejectsSome() throws Exception {
        insight()
                .change(
                        "alter table audit_event add constraint refuses check (detail is null or detail not like 'unwritable%')");
        try {
            var before = Long.parseLong(insight().ask("select count(*) from audit_dead_letter"));
            for (var i = 0; i < UNWRITABLE; i++) {
                insight()
                        .record(Map.of(
                                "id",
                                UUID.randomUUID().toString(),
                                "type",
                                "access_refused",
                                "detail",
                                "unwritable \0 " + i,
                                "node",
                                "node-a"));
            }
            handleOf(SITE.signedIn());
            await(
                    "all are set aside",
                    () -> Long.parseLong(insight().ask("select count(*) from audit_dead_letter"))
                            == before + UNWRITABLE);
            await("and acknowledged", () -> SITE.witness().waitingEvents() == 0);
            assertThat(
                            insight()
                                    .ask(
                                            "select fields from audit_dead_letter where fields like '%unwritable%' fetch first 1 rows only"))
                    .contains("detail=unwritable \\u0000 ", "type=access_refused");
            await("health says so", () -> health().contains(" events could not be written"));
            assertThat(SITE.a()).isNotEmpty();
            assertThat(logged(" events could not be written, because the database rejects "))
                    .as("once for each batch, not for each event")
                    .isBetween(1L, (long) UNWRITABLE / 5);
        } finally {
            insight().change("alter table audit_event drop constraint refuses");
            insight().change("delete from audit_dead_letter");
        }
    }

    private static String health() throws Exception {
        var health = new Visitor().get(SITE.a(), "/health/ready");
        assertThat(health.statusCode()).isEqualTo(200);
        return health.body();
    }

    private static long logged(String text) throws Exception {
        var count = 0L;
        for (var node : List.of("node-a", "node-b")) {
            count += Files.readAllLines(SITE.logs().resolve(node + ".log")).stream()
                    .filter(line -> line.contains(text))
                    .count();
        }
        return count;
    }

    @Test
    void storesARepeatedEventOnceAndAnotherEventAtItsPlace() throws Exception {
        var first = UUID.randomUUID().toString();
        var second = UUID.randomUUID().toString();
        var event = Map.of("type", "access_refused", "detail", "once", "node", "node-a");
        insight().record(with(event, first));
        var place = insight().record(with(event, first));
        await("both are acknowledged", () -> SITE.witness().waitingEvents() == 0);
        assertThat(rows(first)).isEqualTo("1");

        insight().newFeed();
        insight().record(place, with(event, second));
        await("it is written", () -> rows(second).equals("1"));
        assertThat(insight().ask("select feed_id from audit_event where event_id = ?", second))
                .isEqualTo(place);
    }

    private static Map<String, String> with(Map<String, String> fields, String id) {
        var all = new java.util.HashMap<>(fields);
        all.put("id", id);
        return all;
    }

    private static String rows(String id) throws Exception {
        return insight().ask("select count(*) from audit_event where event_id = ?", id);
    }

    @Test
    void storesGapsSumsAndEventsOfNewerVersionsUnchanged() throws Exception {
        insight()
                .record(Map.of(
                        "id",
                        "gap.1",
                        "type",
                        "gap",
                        "detail",
                        "2026-11-29T00:00:00Z/2026-11-29T00:10:00Z",
                        "count",
                        "4711",
                        "node",
                        "node-a",
                        "application",
                        "/"));
        insight().record(Map.of("id", "future.1", "type", "telepathy", "detail", "of whom", "node", "node-a"));
        await(
                "both are there",
                () -> rows("gap.1").equals("1") && rows("future.1").equals("1"));

        assertThat(insight()
                        .ask("select type || ' ' || detail || ' ' || event_count || ' ' || application from audit_event"
                                + " where event_id = 'gap.1'"))
                .isEqualTo("gap 2026-11-29T00:00:00Z/2026-11-29T00:10:00Z 4711 /");
        assertThat(insight().isAudited("telepathy of whom")).isTrue();
        await("health says so", () -> health().contains("1 gaps of the last day"));
    }

    @Test
    void storesTheApplicationOfAnEvent() throws Exception {
        var handle = handleOf(SITE.signedIn());
        assertThat(insight()
                        .ask(
                                "select distinct application from audit_event where session_handle = ? and type = 'signed_in'",
                                handle))
                .isNotEmpty();
    }
}
