package org.vedfolnir.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule accepts correct histories and finds violations, in histories made by hand. */
class CheckerTest {

    private final Story story = new Story();

    private void isRight() {
        assertThat(Checker.check(story.recorded())).isEmpty();
    }

    /** Exactly this rule finds something. */
    private void breaks(Class<? extends Rule> rule) {
        assertThat(Checker.check(story.recorded()))
                .extracting(Violation::rule)
                .isNotEmpty()
                .containsOnly(rule.getSimpleName());
    }

    private static Seen of(int user, int login) {
        return new Seen(History.canary(user), login, Map.of());
    }

    @Test
    void acceptsACorrectHistory() {
        story.answered(Kind.ARRIVE, "", 200, "p", Seen.NOBODY)
                .signIn(1, "s")
                .append(1, "s", 11)
                .read(1, "s", 11)
                .changeId(1, "s", "t")
                .append(1, "t", 12)
                .read(1, "t", 11, 12)
                .look("s", Seen.NOBODY)
                .signOut(1, "t")
                .look("t", Seen.NOBODY)
                .signIn(2, "u")
                .append(2, "u", 21)
                .last(2, "u", 21);
        isRight();
    }

    @Test
    void findsALostAcknowledgedAppend() {
        story.signIn(1, "s").append(1, "s", 11).append(1, "s", 12).last(1, "s", 12);
        breaks(AcknowledgedAppendsAreKept.class);
    }

    @Test
    void findsADuplicateAppend() {
        story.signIn(1, "s").append(1, "s", 11).last(1, "s", 11, 11);
        assertThat(Checker.check(story.recorded()))
                .extracting(Violation::rule)
                .containsExactlyInAnyOrder("AcknowledgedAppendsAreKept", "RefusedAppendsLeaveNothing");
    }

    @Test
    void acceptsAnUnansweredAppendEitherWay() {
        story.signIn(1, "s")
                .appendUnanswered(1, "s", 11)
                .appendUnanswered(1, "s", 12)
                .last(1, "s", 12);
        isRight();
    }

    @Test
    void acceptsALostAppendOfASessionThatMayHaveEnded() {
        story.signIn(1, "s").append(1, "s", 11).signOutUnanswered(1, "s");
        isRight();
    }

    @Test
    void findsALostAppendDuringAnIdChange() {
        story.signIn(1, "s")
                .slowly(100)
                .append(1, "s", 11)
                .changeId(1, "s", "t")
                .last(1, "t");
        breaks(AcknowledgedAppendsAreKept.class);
    }

    @Test
    void findsALostAppendAfterAnIdChange() {
        story.signIn(1, "s").changeId(1, "s", "t").append(1, "t", 11).last(1, "t");
        breaks(AcknowledgedAppendsAreKept.class);
    }

    @Test
    void findsALostAppendAfterAnUnansweredIdChange() {
        story.signIn(1, "s").changeIdUnanswered(1, "s").append(1, "s", 11).last(1, "t");
        breaks(AcknowledgedAppendsAreKept.class);
    }

    @Test
    void findsAnAppendThatWasNotSent() {
        story.signIn(1, "s").appendNotSent(1, "s", 11).last(1, "s", 11);
        breaks(RefusedAppendsLeaveNothing.class);
    }

    @Test
    void findsAnAppendWithoutASignIn() {
        story.signIn(1, "s")
                .signOutUnanswered(1, "s")
                .appendByNobody(1, "s", 11)
                .last(1, "t", 11);
        breaks(RefusedAppendsLeaveNothing.class);
    }

    @Test
    void findsAnUnknownValue() {
        story.signIn(1, "s").read(1, "s", 99).last(1, "s", 99);
        breaks(RefusedAppendsLeaveNothing.class);
    }

    @Test
    void findsAValueOfAnotherSession() {
        story.signIn(1, "s").append(1, "s", 11).signOut(1, "s").signIn(2, "t").last(2, "t", 11);
        breaks(RefusedAppendsLeaveNothing.class);
    }

    @Test
    void findsAReadWithoutAnAcknowledgedAppend() {
        story.signIn(1, "s").append(1, "s", 11).read(1, "s").last(1, "s", 11);
        breaks(AnswersShowThePast.class);
    }

    @Test
    void acceptsAReadThatBeganBeforeTheResponse() {
        story.signIn(1, "s").slowly(100).append(1, "s", 11).read(1, "s").last(1, "s", 11);
        isRight();
    }

    @Test
    void findsAValueThatDisappears() {
        story.signIn(1, "s")
                .appendUnanswered(1, "s", 11)
                .read(1, "s", 11)
                .read(1, "s")
                .last(1, "s", 11);
        breaks(AnswersShowThePast.class);
    }

    @Test
    void findsAReadThatIsStaleBeyondTheBound() {
        story.late(15).signIn(1, "s").append(1, "s", 11).read(1, "s").last(1, "s", 11);
        isRight();
        story.read(1, "s");
        breaks(AnswersShowThePast.class);
    }

    @Test
    void findsAnEndThatIsSeenLaterThanTheBound() {
        story.late(15).signIn(1, "s").signOut(1, "s").look("s", of(1, 1));
        isRight();
        story.look("s", of(1, 1));
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void findsAStaleChange() {
        story.late(15).signIn(1, "s").signOut(1, "s").append(1, "s", 11);
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void findsAResponseToAnEndedSession() {
        story.signIn(1, "s").signOut(1, "s").look("s", of(1, 1));
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void findsAResponseUnderTheOldId() {
        story.signIn(1, "s").changeId(1, "s", "t").look("s", of(1, 1)).last(1, "t");
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void acceptsAResponseInFlightAtTheSignOut() {
        story.signIn(1, "s").slowly(100).signOut(1, "s").look("s", of(1, 1));
        isRight();
    }

    @Test
    void findsARecreatedSession() {
        story.signIn(1, "s").signOutUnanswered(1, "s").look("s", Seen.NOBODY).look("s", of(1, 1));
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void findsADocumentAfterItsSignOut() {
        story.signIn(1, "s").signOut(1, "s").last(1, "s");
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void findsASecondDocumentOfASession() {
        story.signIn(1, "s").changeIdUnanswered(1, "s").last(1, "s").last(1, "t");
        breaks(OneDocumentForEachSignIn.class);
    }

    @Test
    void findsASessionWithoutADocument() {
        story.signIn(1, "s");
        breaks(OneDocumentForEachSignIn.class);
    }

    @Test
    void findsASignedOutUserWithoutASignOut() {
        story.signIn(1, "s").look("s", Seen.NOBODY).last(1, "t");
        breaks(NoFaultSignsAUserOut.class);
    }

    @Test
    void findsASignOutWithoutAUser() {
        story.signIn(1, "s").answered(Kind.SIGN_OUT, "s", 200, "", Seen.NOBODY).last(1, "t");
        breaks(NoFaultSignsAUserOut.class);
    }

    @Test
    void findsTheCanaryOfAnotherUser() {
        story.signIn(1, "s").look("s", of(2, 1)).last(1, "s");
        breaks(NoForeignCanary.class);
    }

    @Test
    void findsTheSessionOfAnotherSignIn() {
        story.signIn(1, "s").signIn(2, "t").look("s", of(1, 2)).last(1, "s").last(2, "t");
        breaks(NoForeignCanary.class);
    }

    @Test
    void findsAForeignCanaryInADocument() {
        story.signIn(1, "s").lastOf("s", of(2, 1));
        breaks(NoForeignCanary.class);
    }

    @Test
    void findsACookieInAnOutage() {
        story.signIn(1, "s").answered(Kind.SIGN_IN, "", 503, "t", Seen.NOBODY).last(1, "s");
        breaks(CookiesAreNewAndRequested.class);
    }

    @Test
    void findsACookieForARead() {
        story.signIn(1, "s").answered(Kind.LOOK, "s", 200, "t", of(1, 1)).last(1, "s");
        breaks(CookiesAreNewAndRequested.class);
    }

    @Test
    void findsAnIdThatIsGivenTwice() {
        story.signIn(1, "s").signOut(1, "s").signIn(2, "s").last(2, "s");
        assertThat(Checker.check(story.recorded())).extracting(Violation::rule).contains("CookiesAreNewAndRequested");
    }

    @Test
    void findsAnIdChangeWithoutANewId() {
        story.signIn(1, "s").changeId(1, "s", "").last(1, "t");
        breaks(CookiesAreNewAndRequested.class);
    }

    @Test
    void findsADocumentWithoutAnEnd() {
        story.signIn(1, "s").sampled("s", 1, -1).last(1, "s");
        breaks(DocumentsHaveAnEnd.class);
    }

    @Test
    void findsADocumentThatLivesTooLong() {
        story.signIn(1, "s").sampled("s", 1, DocumentsHaveAnEnd.LONGEST + 1).last(1, "s");
        breaks(DocumentsHaveAnEnd.class);
    }

    @Test
    void findsADecreasingVersion() {
        story.signIn(1, "s").sampled("s", 3, 1000).sampled("t", 1, 1000).sampled("s", 2, 1000);
        story.last(1, "t");
        breaks(VersionsOnlyGrow.class);
    }

    @Test
    void findsAnErrorPage() {
        story.signIn(1, "s").answered(Kind.LOOK, "s", 500, "", Seen.NOBODY).last(1, "s");
        breaks(OutagesAreReported.class);
    }

    @Test
    void sortsViolationsByTime() {
        story.signIn(1, "s")
                .look("s", of(2, 1))
                .answered(Kind.LOOK, "s", 500, "", Seen.NOBODY)
                .last(1, "s");
        assertThat(Checker.check(story.recorded()))
                .extracting(Violation::rule)
                .isEqualTo(List.of("NoForeignCanary", "OutagesAreReported"));
    }
}
