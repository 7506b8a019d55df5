package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.TestDocuments;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.engine.OverwrittenChanges;
import org.vedfolnir.session.engine.SessionChange;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.testing.Crowd;
import org.vedfolnir.testing.Logged;

/** Which changes count as lost, and how many names of them are kept. */
class LostChangesByNameTest {

    private static final EncodedAttribute READ = value("read");
    private static final EncodedAttribute THEIRS = value("theirs");
    private static final EncodedAttribute OURS = value("ours");

    private static final int MOST = 5;

    private final OverwrittenChanges lost = new OverwrittenChanges(MOST);

    @Test
    void countsEachNameSeparatelyWithTheHighestFirst() {
        lose("few");
        lose("most");
        lose("most");

        assertThat(lost.total()).isEqualTo(3);
        assertThat(lost.byName()).containsExactly(Map.entry("most", 2L), Map.entry("few", 1L));
    }

    @Test
    void countsNamesBeyondTheBoundTogetherAndLogsThemOnce() {
        try (var log = new Logged(OverwrittenChanges.class.getName())) {
            Crowd.of(8, worker -> {
                        for (var i = 0; i < 10 * MOST; i++) {
                            lose("name" + i);
                        }
                    })
                    .join();

            assertThat(lost.total()).isEqualTo(80 * MOST);
            assertThat(lost.byName()).hasSize(MOST + 1).containsEntry("(others)", 72L * MOST);
            assertThat(log.messages()).hasSize(MOST + 1).doesNotHaveDuplicates();
        }
    }

    @Test
    void escapesAndShortensNames() {
        try (var log = new Logged(OverwrittenChanges.class.getName())) {
            lose("page\r\n\u2028SEVERE: {0} " + "x".repeat(100_000));

            assertThat(lost.byName().keySet())
                    .singleElement()
                    .asString()
                    .startsWith("page???SEVERE: {0} x")
                    .hasSizeLessThan(200);
            assertThat(log.messages()).singleElement().asString().doesNotContain("\n");
        }
    }

    @Test
    void countsNothingIfOnlyThisRequestChangedIt() {
        note(Map.of("a", OURS), document(1, Map.of("a", READ)), document(2, Map.of("a", READ, "b", THEIRS)));
        note(Map.of("a", OURS), document(1, Map.of()), document(2, Map.of("b", THEIRS)));
        note(Map.of("a", OURS), document(1, Map.of("a", READ)), document(2, Map.of("a", READ.sharedWith("b"))));

        assertThat(lost.total()).isZero();
    }

    @Test
    void countsNothingIfBothWroteTheSame() {
        note(Map.of("a", THEIRS), document(1, Map.of("a", READ)), document(2, Map.of("a", THEIRS.sharedWith("b"))));

        assertThat(lost.total()).isZero();
    }

    @Test
    void countsNothingIfTheWriteReplacesTheValueThatWasRead() {
        var shared = new SessionChange(
                id(), null, Map.of("a", OURS), Map.of("a", READ), null, false, null, false, null, null, List.of());
        lost.note(shared, document(1, Map.of("a", READ)), document(2, Map.of("a", THEIRS)));

        assertThat(lost.total()).isZero();
    }

    @Test
    void countsNothingForANewSessionOrAStoreThatLostWrites() {
        note(Map.of("a", OURS), document(0, Map.of()), document(2, Map.of("a", THEIRS)));
        note(Map.of("a", OURS), document(7, Map.of("a", READ)), document(6, Map.of("a", THEIRS)));

        assertThat(lost.total()).isZero();
    }

    private void lose(String name) {
        note(Map.of(name, OURS), document(1, Map.of(name, READ)), document(2, Map.of(name, THEIRS)));
    }

    private void note(Map<String, EncodedAttribute> written, SessionDocument read, SessionDocument base) {
        var attributes = new HashMap<String, @Nullable EncodedAttribute>(written);
        lost.note(
                new SessionChange(id(), null, attributes, Map.of(), null, false, null, false, null, null, List.of()),
                read,
                base);
    }

    private static SessionId id() {
        return new SessionId("A".repeat(43));
    }

    private static EncodedAttribute value(String text) {
        return new EncodedAttribute(null, '"' + text + '"');
    }

    private static SessionDocument document(long version, Map<String, EncodedAttribute> attributes) {
        return TestDocuments.with(SessionDocument.begin(0, 0, "handle", Instant.EPOCH), version, attributes);
    }
}
