package org.vedfolnir.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A history made by hand: each step takes 10 us and begins 10 us after the one before. */
final class Story {

    private final List<Operation> operations = new ArrayList<>();
    private final List<StoredDocument> sampled = new ArrayList<>();
    private final List<StoredDocument> last = new ArrayList<>();
    private final List<Operation> lastReads = new ArrayList<>();
    private long now;
    private long lasting = 10;
    private long bound;

    /** The next step takes this long, in us, while the following steps continue. */
    Story slowly(long us) {
        lasting = us;
        return this;
    }

    /** The time for which reads may be stale, in us. */
    Story late(long us) {
        bound = us;
        return this;
    }

    private Story step(Operation.Request request, Outcome outcome, int status, String given, Seen seen) {
        now += 20;
        operations.add(new Operation(request, now, now + lasting, new Operation.Answer(outcome, status, given, seen)));
        lasting = 10;
        return this;
    }

    private static Operation.Request request(Kind kind, String cookie, int login, int value) {
        return new Operation.Request(1, kind, "a", cookie, login, value);
    }

    private static Seen seen(int login, Integer... values) {
        return new Seen(History.canary(1), login, Map.of("list", List.of(values)));
    }

    Story signIn(int login, String given) {
        return step(request(Kind.SIGN_IN, "", login, 0), Outcome.OK, 200, given, seen(login));
    }

    Story changeId(int login, String cookie, String given) {
        return step(request(Kind.CHANGE_ID, cookie, login, 0), Outcome.OK, 200, given, seen(login));
    }

    Story changeIdUnanswered(int login, String cookie) {
        return step(request(Kind.CHANGE_ID, cookie, login, 0), Outcome.INFO, 0, "", Seen.NOBODY);
    }

    Story signOut(int login, String cookie) {
        return step(request(Kind.SIGN_OUT, cookie, login, 0), Outcome.OK, 200, "", seen(login));
    }

    Story signOutUnanswered(int login, String cookie) {
        return step(request(Kind.SIGN_OUT, cookie, login, 0), Outcome.INFO, 0, "", Seen.NOBODY);
    }

    Story append(int login, String cookie, int value) {
        return step(request(Kind.APPEND, cookie, login, value), Outcome.OK, 200, "", seen(login));
    }

    Story appendUnanswered(int login, String cookie, int value) {
        return step(request(Kind.APPEND, cookie, login, value), Outcome.INFO, 503, "", Seen.NOBODY);
    }

    Story appendNotSent(int login, String cookie, int value) {
        return step(request(Kind.APPEND, cookie, login, value), Outcome.FAIL, 0, "", Seen.NOBODY);
    }

    Story appendByNobody(int login, String cookie, int value) {
        return step(request(Kind.APPEND, cookie, login, value), Outcome.OK, 200, "", Seen.NOBODY);
    }

    Story read(int login, String cookie, Integer... values) {
        return step(request(Kind.READ, cookie, login, 0), Outcome.OK, 200, "", seen(login, values));
    }

    Story look(String cookie, Seen seen) {
        return answered(Kind.LOOK, cookie, 200, "", seen);
    }

    Story answered(Kind kind, String cookie, int status, String given, Seen seen) {
        var outcome = status == 200 ? Outcome.OK : Outcome.INFO;
        return step(request(kind, cookie, 0, 0), outcome, status, given, seen);
    }

    Story sampled(String cookie, long version, long timeToLive) {
        now += 20;
        sampled.add(new StoredDocument(cookie, now, version, timeToLive));
        return this;
    }

    /** A document that is there in the end. */
    Story last(int login, String cookie, Integer... values) {
        return lastOf(cookie, seen(login, values));
    }

    Story lastOf(String cookie, Seen seen) {
        now += 20;
        last.add(new StoredDocument(cookie, now, 1, 1000));
        var read = request(Kind.READ, cookie, 0, 0);
        lastReads.add(new Operation(read, now, now + 10, new Operation.Answer(Outcome.OK, 200, "", seen)));
        return this;
    }

    History recorded() {
        return new History(bound, operations, sampled, last, lastReads);
    }
}
