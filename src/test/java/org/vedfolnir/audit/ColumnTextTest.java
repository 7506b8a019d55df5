package org.vedfolnir.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;

/** Texts of events fit their columns. */
class ColumnTextTest {

    private static final String LONG = "\0" + "x".repeat(5000);
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static RecordedEvent event(SessionEvent event) {
        return new RecordedEvent(LONG, LONG, NOON, 1, event, new EventContext(LONG, LONG, LONG, LONG, LONG, LONG));
    }

    @Test
    void cutsTextToItsColumnAndRemovesNul() {
        var event = new AuditEvent(event(new SessionEvent.Unknown(LONG, LONG)), null);
        assertThat(event.getEventId()).hasSize(64).doesNotContain("\0");
        assertThat(event.getFeedId()).hasSize(64);
        assertThat(event.getType()).hasSize(32);
        assertThat(event.getDetail()).hasSize(512);
        assertThat(event.getApplication()).hasSize(255);
        assertThat(event.getNode()).hasSize(128);
        assertThat(event.getSession()).hasSize(64).doesNotContain("\0");
        assertThat(event.getUser()).hasSize(128);
        assertThat(event.getUserAgent()).hasSizeBetween(511, 512).doesNotContain("\0");
    }

    @Test
    void fitsTheTextsOfASessionRow() {
        var handle = AuditedSession.handle(LONG);
        assertThat(handle).hasSize(64).doesNotContain("\0");
        var session = new AuditedSession(String.valueOf(handle), event(new SessionEvent.SignedIn()), 0);
        session.add(event(new SessionEvent.SignedIn()), null);
        assertThat(session.getUser()).hasSize(128).doesNotContain("\0");
        assertThat(session.getUserAgent()).hasSizeBetween(511, 512).doesNotContain("\0");
    }

    @Test
    void doesNotCutASurrogatePair() {
        assertThat(ColumnText.fit("ab\uD83D\uDE00", 3)).isEqualTo("ab");
        assertThat(ColumnText.fit("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
    }

    @Test
    void escapesEverythingButPrintableAscii() {
        assertThat(ColumnText.ascii("a\0\u00e4\n", 100)).isEqualTo("a\\u0000\\u00e4\\u000a");
        assertThat(ColumnText.ascii(LONG, 10)).hasSize(10);
    }

    @Test
    void keepsTheFirstEndReason() {
        var session = new AuditedSession("handle", event(new SessionEvent.SignedIn()), 0);
        session.add(event(new SessionEvent.Ended(EndReason.EXPIRED)), null);
        var closed = session.getClosedAt();
        session.add(
                new RecordedEvent(
                        "2-0",
                        "other",
                        NOON.plusSeconds(1),
                        1,
                        new SessionEvent.Ended(EndReason.SIGNED_OUT),
                        new EventContext("", "a", "handle", "1", null, null)),
                null);
        assertThat(session.getEndReason()).isEqualTo(EndReason.EXPIRED);
        assertThat(session.getClosedAt()).isEqualTo(closed);
    }
}
