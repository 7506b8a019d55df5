package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.run.check.Visitor;

/** A stranger who types names in any order and spelling cannot find out which of them exist, or which address belongs to which name. */
class UnknownNamesIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    /** A name and the address that goes with it. */
    private record Names(String name, String address) {}

    private static final Names KNOWN = new Names("admin", "admin@example.com");
    private static final Names NOBODY = new Names("nomad", "nomad@example.com");

    /** Each is typed with the name or the address. */
    private static final List<UnaryOperator<String>> SPELLINGS = List.of(
            text -> text,
            text -> text.toUpperCase(Locale.ROOT),
            text -> text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1),
            text -> " " + text,
            text -> text + "\t",
            text -> "\u00a0" + text + "\u2003",
            text -> text.replace('m', '\uff4d'),
            text -> text.replace("a", "a\u0301"),
            text -> text.replace("m", "m\u200b"));

    private static final int TRIES = 14;
    private static final Pattern SECONDS = Pattern.compile("in (\\d+) second");

    @BeforeEach
    void forget() {
        SITE.insight().forgetTries();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void answersAnyOrderOfSpellingsAlike(long seed) throws Exception {
        var random = new Random(seed);
        var steps = new ArrayList<String>();
        for (var i = 0; i < TRIES; i++) {
            var byAddress = random.nextInt(3) == 0;
            var spelling = random.nextInt(SPELLINGS.size());
            steps.add((byAddress ? "address " : "name ") + spelling);
            assertAlike(steps, typed(KNOWN, byAddress, spelling), typed(NOBODY, byAddress, spelling));
        }
    }

    /** Five attempts in capitals and a sixth in lower case count for the same name, whether it exists or not. */
    @Test
    void revealsNothingInSixAttemptsInTwoSpellings() throws Exception {
        for (var names : List.of(KNOWN, NOBODY)) {
            for (var i = 0; i < 5; i++) {
                assertThat(wrong(names.name().toUpperCase(Locale.ROOT)).statusCode())
                        .isEqualTo(403);
            }
            assertThat(wrong(names.name()).statusCode()).as(names.name()).isEqualTo(429);
        }
    }

    @Test
    void doesNotRevealTheOwnerOfAnAddressByAttemptsAtAName() throws Exception {
        for (var names : List.of(KNOWN, NOBODY)) {
            for (var i = 0; i < 6; i++) {
                wrong(names.name());
            }
            assertThat(wrong(names.address()).statusCode()).as(names.address()).isEqualTo(403);
        }
    }

    @Test
    void keepsAStrangersWaitAfterASignInOfTheUser() throws Exception {
        for (var i = 0; i < 4; i++) {
            assertThat(wrong(KNOWN.name()).statusCode()).isEqualTo(403);
        }
        var right = Map.of("username", KNOWN.name(), "password", SITE.password());
        assertThat(new Visitor().post(SITE.b(), "/login", right).statusCode())
                .as("in a new browser")
                .isEqualTo(302);

        assertThat(wrong(KNOWN.name()).statusCode()).as("fifth attempt").isEqualTo(403);
        assertThat(wrong(KNOWN.name()).statusCode())
                .as("sixth attempt, as without the strangers")
                .isEqualTo(429);
    }

    @Test
    void signsInByAnotherSpellingOfTheName() throws Exception {
        for (var typed : List.of("ADMIN", " admin ", "Admin@Example.com")) {
            var right = Map.of("username", typed, "password", SITE.password());
            assertThat(new Visitor().post(SITE.a(), "/login", right).statusCode())
                    .as(typed)
                    .isEqualTo(302);
        }
    }

    private static String typed(Names names, boolean byAddress, int spelling) {
        return SPELLINGS.get(spelling).apply(byAddress ? names.address() : names.name());
    }

    private static HttpResponse<String> wrong(String typed) throws Exception {
        return new Visitor().post(SITE.a(), "/login", Map.of("username", typed, "password", "wrong"));
    }

    private static void assertAlike(List<String> steps, String known, String unknown) throws Exception {
        var first = wrong(known);
        var second = wrong(unknown);
        assertThat(second.statusCode()).as("%s", steps).isEqualTo(first.statusCode());
        assertThat(headers(second)).as("%s", steps).isEqualTo(headers(first));
        assertThat(words(second, unknown)).as("%s", steps).isEqualTo(words(first, known));
        assertThat(seconds(second))
                .as("%s: the wait; they come one after the other", steps)
                .isBetween(seconds(first) - 2, seconds(first) + 2);
    }

    private static Set<String> headers(HttpResponse<String> answer) {
        return new TreeSet<>(answer.headers().map().keySet());
    }

    private static String words(HttpResponse<String> answer, String typed) {
        return SECONDS.matcher(answer.body())
                .replaceAll("in N second")
                .replaceAll("name=\"csrf\" value=\"[^\"]*\"", "name=\"csrf\"")
                .replace("\"" + typed + "\"", "TYPED");
    }

    private static int seconds(HttpResponse<String> answer) {
        var wait = SECONDS.matcher(answer.body());
        return wait.find() ? Integer.parseInt(wait.group(1)) : 0;
    }
}
