package org.vedfolnir.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule lets pass what is right and finds what is wrong, in histories made by hand. */
class CheckerTest {

    private final Story story = new Story();

    private void isRight() {
        assertThat(Checker.check(story.told())).isEmpty();
    }

    /** Exactly this rule finds something. */
    private void breaks(Class<? extends Rule> rule) {
        assertThat(Checker.check(story.told()))
                .extracting(Violation::rule)
                .isNotEmpty()
                .containsOnly(rule.getSimpleName());
    }

    private static Seen of(int user, int login) {
        return new Seen(History.canary(user), login, Map.of());
    }

    @Test
    void aWholeLifeIsRight() {
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
    void anAcknowledgedAppendThatIsNotThereInTheEndIsFound() {
        story.signIn(1, "s").append(1, "s", 11).append(1, "s", 12).last(1, "s", 12);
        breaks(AcknowledgedAppendsAreKept.class);
    }

    @Test
    void anAppendThatIsThereTwiceInTheEndIsFound() {
        story.signIn(1, "s").append(1, "s", 11).last(1, "s", 11, 11);
        assertThat(Checker.check(story.told()))
                .extracting(Violation::rule)
                .containsExactlyInAnyOrder("AcknowledgedAppendsAreKept", "RefusedAppendsLeaveNothing");
    }

    @Test
    void anUnansweredAppendMayBeThereOrNot() {
        story.signIn(1, "s")
                .appendUnanswered(1, "s", 11)
                .appendUnanswered(1, "s", 12)
                .last(1, "s", 12);
        isRight();
    }

    @Test
    void whatWasAppendedToASessionThatMayHaveEndedNeedNotBeThere() {
        story.signIn(1, "s").append(1, "s", 11).signOutUnanswered(1, "s");
        isRight();
    }

    @Test
    void anAppendDuringAChangeOfTheIdMustBeThereWhenItWasAcknowledged() {
        story.signIn(1, "s")
                .slowly(100)
                .append(1, "s", 11)
                .changeId(1, "s", "t")
                .last(1, "t");
        breaks(AcknowledgedAppendsAreKept.class);
    }

    @Test
    void anAppendAfterAChangeOfTheIdMustBeThere() {
        story.signIn(1, "s").changeId(1, "s", "t").append(1, "t", 11).last(1, "t");
        breaks(AcknowledgedAppendsAreKept.class);
    }

    @Test
    void anAppendAfterAnUnansweredChangeOfTheIdMustBeThereWhenItWasAcknowledged() {
        story.signIn(1, "s").changeIdUnanswered(1, "s").append(1, "s", 11).last(1, "t");
        breaks(AcknowledgedAppendsAreKept.class);
    }

    @Test
    void anAppendThatWasNotSentMustNotBeThere() {
        story.signIn(1, "s").appendNotSent(1, "s", 11).last(1, "s", 11);
        breaks(RefusedAppendsLeaveNothing.class);
    }

    @Test
    void anAppendByNobodyMustNotBeThere() {
        story.signIn(1, "s")
                .signOutUnanswered(1, "s")
                .appendByNobody(1, "s", 11)
                .last(1, "t", 11);
        breaks(RefusedAppendsLeaveNothing.class);
    }

    @Test
    void aValueThatNobodyAppendedIsFound() {
        story.signIn(1, "s").read(1, "s", 99).last(1, "s", 99);
        breaks(RefusedAppendsLeaveNothing.class);
    }

    @Test
    void aValueOfAnotherSessionIsFound() {
        story.signIn(1, "s").append(1, "s", 11).signOut(1, "s").signIn(2, "t").last(2, "t", 11);
        breaks(RefusedAppendsLeaveNothing.class);
    }

    @Test
    void aReadThatLacksAnAcknowledgedAppendIsFound() {
        story.signIn(1, "s").append(1, "s", 11).read(1, "s").last(1, "s", 11);
        breaks(AnswersShowThePast.class);
    }

    @Test
    void aReadThatBeganBeforeTheAnswerMayLackTheAppend() {
        story.signIn(1, "s").slowly(100).append(1, "s", 11).read(1, "s").last(1, "s", 11);
        isRight();
    }

    @Test
    void whatWasShownOnceMustBeShownAgain() {
        story.signIn(1, "s")
                .appendUnanswered(1, "s", 11)
                .read(1, "s", 11)
                .read(1, "s")
                .last(1, "s", 11);
        breaks(AnswersShowThePast.class);
    }

    @Test
    void aReadMayBeLateByTheBoundAndNoMore() {
        story.late(15).signIn(1, "s").append(1, "s", 11).read(1, "s").last(1, "s", 11);
        isRight();
        story.read(1, "s");
        breaks(AnswersShowThePast.class);
    }

    @Test
    void anEndMayBeSeenLateByTheBoundAndNoMore() {
        story.late(15).signIn(1, "s").signOut(1, "s").look("s", of(1, 1));
        isRight();
        story.look("s", of(1, 1));
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void whatChangesSomethingIsNeverLate() {
        story.late(15).signIn(1, "s").signOut(1, "s").append(1, "s", 11);
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void anAnswerToAnEndedSessionIsFound() {
        story.signIn(1, "s").signOut(1, "s").look("s", of(1, 1));
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void anAnswerUnderTheOldIdIsFound() {
        story.signIn(1, "s").changeId(1, "s", "t").look("s", of(1, 1)).last(1, "t");
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void anAnswerThatWasUnderWayAtTheSignOutIsRight() {
        story.signIn(1, "s").slowly(100).signOut(1, "s").look("s", of(1, 1));
        isRight();
    }

    @Test
    void aSessionThatComesBackIsFound() {
        story.signIn(1, "s").signOutUnanswered(1, "s").look("s", Seen.NOBODY).look("s", of(1, 1));
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void aDocumentThatOutlivesItsSignOutIsFound() {
        story.signIn(1, "s").signOut(1, "s").last(1, "s");
        breaks(EndedSessionsStayDead.class);
    }

    @Test
    void aSecondDocumentOfASessionIsFound() {
        story.signIn(1, "s").changeIdUnanswered(1, "s").last(1, "s").last(1, "t");
        breaks(OneDocumentForEachSignIn.class);
    }

    @Test
    void aSessionWithoutADocumentIsFound() {
        story.signIn(1, "s");
        breaks(OneDocumentForEachSignIn.class);
    }

    @Test
    void whoIsAnsweredAsNobodyWithoutASignOutIsFound() {
        story.signIn(1, "s").look("s", Seen.NOBODY).last(1, "t");
        breaks(NobodyIsSignedOutByAFault.class);
    }

    @Test
    void aSignOutThatFindsNobodyIsFoundToo() {
        story.signIn(1, "s").answered(Kind.SIGN_OUT, "s", 200, "", Seen.NOBODY).last(1, "t");
        breaks(NobodyIsSignedOutByAFault.class);
    }

    @Test
    void theCanaryOfAnotherPersonIsFound() {
        story.signIn(1, "s").look("s", of(2, 1)).last(1, "s");
        breaks(NoForeignCanary.class);
    }

    @Test
    void theSessionOfAnotherSignInIsFound() {
        story.signIn(1, "s").signIn(2, "t").look("s", of(1, 2)).last(1, "s").last(2, "t");
        breaks(NoForeignCanary.class);
    }

    @Test
    void aForeignCanaryInADocumentIsFound() {
        story.signIn(1, "s").lastOf("s", of(2, 1));
        breaks(NoForeignCanary.class);
    }

    @Test
    void aCookieInAnOutageIsFound() {
        story.signIn(1, "s").answered(Kind.SIGN_IN, "", 503, "t", Seen.NOBODY).last(1, "s");
        breaks(CookiesAreNewAndAskedFor.class);
    }

    @Test
    void aCookieForALookIsFound() {
        story.signIn(1, "s").answered(Kind.LOOK, "s", 200, "t", of(1, 1)).last(1, "s");
        breaks(CookiesAreNewAndAskedFor.class);
    }

    @Test
    void anIdThatIsGivenTwiceIsFound() {
        story.signIn(1, "s").signOut(1, "s").signIn(2, "s").last(2, "s");
        assertThat(Checker.check(story.told())).extracting(Violation::rule).contains("CookiesAreNewAndAskedFor");
    }

    @Test
    void aChangeOfTheIdThatBringsNoneIsFound() {
        story.signIn(1, "s").changeId(1, "s", "").last(1, "t");
        breaks(CookiesAreNewAndAskedFor.class);
    }

    @Test
    void aDocumentWithoutAnEndIsFound() {
        story.signIn(1, "s").sampled("s", 1, -1).last(1, "s");
        breaks(DocumentsHaveAnEnd.class);
    }

    @Test
    void aDocumentThatLivesTooLongIsFound() {
        story.signIn(1, "s").sampled("s", 1, DocumentsHaveAnEnd.LONGEST + 1).last(1, "s");
        breaks(DocumentsHaveAnEnd.class);
    }

    @Test
    void aVersionThatGoesBackIsFound() {
        story.signIn(1, "s").sampled("s", 3, 1000).sampled("t", 1, 1000).sampled("s", 2, 1000);
        story.last(1, "t");
        breaks(VersionsOnlyGrow.class);
    }

    @Test
    void anErrorPageIsFound() {
        story.signIn(1, "s").answered(Kind.LOOK, "s", 500, "", Seen.NOBODY).last(1, "s");
        breaks(OutagesAreSaid.class);
    }

    @Test
    void whatIsWrongComesInTheOrderInWhichItWasSeen() {
        story.signIn(1, "s")
                .look("s", of(2, 1))
                .answered(Kind.LOOK, "s", 500, "", Seen.NOBODY)
                .last(1, "s");
        assertThat(Checker.check(story.told()))
                .extracting(Violation::rule)
                .isEqualTo(List.of("NoForeignCanary", "OutagesAreSaid"));
    }
}
