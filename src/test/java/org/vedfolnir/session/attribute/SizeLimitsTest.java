package org.vedfolnir.session.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.testing.Browser;

/** A value that is too large is rejected at the write, with both sizes, and the session stays as it was. */
class SizeLimitsTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster(KeyRing.generate(), manager -> {
        manager.setLargestAttribute("128KB");
        manager.setLargestSession("300KB");
    });

    private final Browser visitor = new Browser();

    @BeforeEach
    void signIn() {
        visitor.get(CLUSTER.a(), "/set?name=user_id,small&value=1");
    }

    @Test
    void rejectsATooLargeTextAtSetAttribute() {
        var answer = visitor.get(CLUSTER.a(), "/large?name=novel&size=140000&seed=1&and=more");

        assertRejected(answer, "&#39;novel&#39;", "140000", "131072");
    }

    @Test
    void rejectsATooLargeObjectBeforeAnySave() {
        var answer = visitor.get(CLUSTER.a(), "/longlist?name=list&size=20000");
        assertRejected(answer, "&#39;list&#39;", "131072");

        visitor.get(CLUSTER.a(), "/longlist?name=grown&size=11000");
        for (var i = 0; i < 3; i++) {
            var version = CLUSTER.version(visitor);
            var changedInPlace = visitor.get(CLUSTER.b(), "/append?name=grown&value=" + "x".repeat(8000));
            if (changedInPlace.statusCode() == 500) {
                assertThat(changedInPlace.body()).contains("SessionTooLargeException", "&#39;grown&#39;");
                assertThat(CLUSTER.version(visitor)).isEqualTo(version);
                return;
            }
        }
        throw new AssertionError("A list that grew in place was never rejected.");
    }

    @Test
    void rejectsATooLargeSessionAndLetsItShrink() {
        for (var name : new String[] {"first", "second"}) {
            assertThat(visitor.get(CLUSTER.a(), "/large?name=" + name + "&size=120000&seed=1")
                            .body())
                    .isEqualTo("set");
        }
        assertRejected(
                visitor.get(CLUSTER.b(), "/large?name=third&size=120000&seed=1&and=more"),
                "&#39;third&#39;",
                "120002",
                "307200");

        assertThat(visitor.get(CLUSTER.a(), "/get?name=third").body()).isEqualTo("null");
        assertThat(visitor.get(CLUSTER.a(), "/get?name=and").body()).isEqualTo("null");
        assertThat(visitor.get(CLUSTER.a(), "/remove?name=first").body()).isEqualTo("removed");
        assertThat(visitor.get(CLUSTER.b(), "/large?name=third&size=120000&seed=1")
                        .body())
                .isEqualTo("set");
    }

    @Test
    void letsASessionAboveALoweredLimitShrink() throws Exception {
        visitor.get(CLUSTER.a(), "/large?name=first&size=120000&seed=1");
        visitor.get(CLUSTER.a(), "/large?name=second&size=120000&seed=1");
        try (var strict =
                new Node(CLUSTER.redis().url(), CLUSTER.keys(), manager -> manager.setLargestSession("64KB"))) {
            assertThat(visitor.get(strict, "/remove?name=first").body()).isEqualTo("removed");
            assertThat(visitor.get(strict, "/set?name=small&value=22").statusCode())
                    .as("growth above the limit")
                    .isEqualTo(500);
        }
    }

    @Test
    void rejectsAHundredConcurrentWritesOfTenMegabytesAndKeepsTheSession() {
        var version = CLUSTER.version(visitor);
        var tries = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (var i = 0; i < 100; i++) {
            tries.add(visitor.copy().later(i % 2 == 0 ? CLUSTER.a() : CLUSTER.b(), "/huge?name=huge"));
        }

        for (var each : tries) {
            assertThat(each.join().statusCode()).isEqualTo(500);
            assertThat(each.join().body()).contains("SessionTooLargeException", "&#39;huge&#39;", "131072");
        }
        assertThat(CLUSTER.version(visitor)).isEqualTo(version);
        assertThat(visitor.get(CLUSTER.b(), "/get?name=small").body()).isEqualTo("1");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=beside").body()).isEqualTo("null");
    }

    private void assertRejected(HttpResponse<String> answer, String... texts) {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("SessionTooLargeException").contains(texts);
        assertThat(visitor.get(CLUSTER.a(), "/get?name=and").body())
                .as("response without the value")
                .isEqualTo("null");
        assertThat(visitor.get(CLUSTER.b(), "/get?name=small").body()).isEqualTo("1");
    }
}
