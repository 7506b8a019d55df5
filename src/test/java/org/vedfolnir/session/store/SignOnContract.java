package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.session.store.TestWrite.newId;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of single sign-ons for every store. */
public abstract class SignOnContract extends EventContract {

    private static final long SIGN_ON_IDLE = 600;

    private final SessionId signOn = newId();

    @Test
    void readsASignOnOnTheOtherNode() {
        var document = saved(0, SIGN_ON_IDLE, 0);

        assertThat(read(other(), false)).isEqualTo(document);
        assertThat(store().signOns().open(newId(), DocumentTag.NONE, false)).isInstanceOf(OpenResult.Gone.class);
    }

    @Test
    void createsASignOnOnceIfItIsSavedTwice() {
        var document = saved(0, SIGN_ON_IDLE, 0);

        assertThat(other().signOns().save(signOn, 0, document(0, SIGN_ON_IDLE, 0), SIGN_ON_IDLE, 0))
                .as("another sign-on of the same name")
                .isInstanceOf(SaveResult.Gone.class);
        assertThat(other().signOns().save(signOn, 0, document, SIGN_ON_IDLE, 0))
                .as("the same sign-on again, after a lost reply")
                .isInstanceOf(SaveResult.Saved.class);
        assertThat(read(store(), false)).isEqualTo(document);
    }

    @Test
    void rejectsAChangeOfAnOlderVersionAndReturnsTheCurrentOne() {
        saved(0, SIGN_ON_IDLE, 0);
        var second = saved(1, SIGN_ON_IDLE, 0);

        assertThat(other().signOns().save(signOn, 1, document(1, SIGN_ON_IDLE, 0), SIGN_ON_IDLE, 0))
                .isInstanceOfSatisfying(SaveResult.Stale.class, stale -> {
                    assertThat(stale.current().version()).isEqualTo(2);
                    assertThat(stale.current().document()).isEqualTo(second);
                });
    }

    @Test
    void rejectsASaveOfARemovedSignOn() {
        saved(0, SIGN_ON_IDLE, 0);
        other().signOns().remove(signOn);
        other().signOns().remove(signOn);

        assertThat(read(store(), true)).isNull();
        assertThat(store().signOns().save(signOn, 1, document(1, SIGN_ON_IDLE, 0), SIGN_ON_IDLE, 0))
                .isInstanceOf(SaveResult.Gone.class);
    }

    @Test
    void extendsASignOnByUseAndNotByReading() throws Exception {
        saved(0, SIGN_ON_IDLE, 0);
        pass(Duration.ofMillis(400));
        assertThat(read(store(), true)).isNotNull();
        pass(Duration.ofMillis(400));
        assertThat(read(other(), false)).isNotNull();

        within(Duration.ofSeconds(5), () -> read(other(), false) == null);
    }

    @Test
    void endsASignOnAtItsAbsoluteEnd() throws Exception {
        saved(0, 0, store().now() + 300);
        assertThat(read(store(), true)).isNotNull();

        within(Duration.ofSeconds(5), () -> read(store(), true) == null);
    }

    @Test
    void opensNoSessionUnderTheIdOfASignOn() {
        saved(0, SIGN_ON_IDLE, 0);

        assertThat(store().sessions().peek(signOn)).isEmpty();
        assertThat(store().index().count().sessions()).isZero();
        assertThat(store().events().read(10)).isEmpty();
    }

    private byte[] saved(long expected, long idle, long until) {
        var document = document(expected, idle, until);
        assertThat(store().signOns().save(signOn, expected, document, idle, until))
                .isInstanceOfSatisfying(SaveResult.Saved.class, saved -> assertThat(saved.now())
                        .isBetween(store().now() - 2000, store().now() + 50));
        return document;
    }

    private static byte[] document(long expected, long idle, long until) {
        return ("{\"_version\":" + (expected + 1) + ",\"_until\":" + until + ",\"_idle\":" + idle + ",\"x\":\""
                        + newId().value() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte @Nullable [] read(Store node, boolean use) {
        return node.signOns().open(signOn, DocumentTag.NONE, use) instanceof OpenResult.Changed changed
                ? changed.session().document()
                : null;
    }
}
