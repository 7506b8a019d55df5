package org.vedfolnir.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.vedfolnir.session.store.SessionId;

/** Sends requests and records them with their responses. Thread-safe. */
final class Recorder {

    private final Timeline time;
    private final ConcurrentLinkedQueue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();

    Recorder(Timeline time) {
        this.time = time;
    }

    /** A number that was not used before: of a sign-in, or of an append. */
    int number() {
        return numbers.incrementAndGet();
    }

    /** An operation, and the cookie that it brought, which no record holds. */
    record Recorded(Operation operation, String cookie) {}

    Recorded send(Line line, String node, int user, Kind kind, Person.Held held, int value, String query) {
        var request = request(user, kind, node, held, value);
        var began = time.us();
        var cookie = "";
        Operation.Answer answer;
        try {
            var path = "/" + kind.path() + query;
            var reply = kind.onlyReads() ? line.get(path, held.cookie()) : line.post(path, held.cookie());
            cookie = reply.cookie();
            answer = answer(reply);
        } catch (Line.NotSentException e) {
            answer = new Operation.Answer(Outcome.FAIL, 0, "", Seen.NOBODY);
        } catch (IOException e) {
            answer = new Operation.Answer(Outcome.INFO, 0, "", Seen.NOBODY);
        }
        var operation = new Operation(request, began, time.us(), answer);
        operations.add(operation);
        return new Recorded(operation, cookie);
    }

    private static Operation.Request request(int user, Kind kind, String node, Person.Held held, int value) {
        var login = kind == Kind.SIGN_IN ? value : held.login();
        return new Operation.Request(user, kind, node, digest(held.cookie()), login, kind == Kind.APPEND ? value : 0);
    }

    private static Operation.Answer answer(Line.Reply reply) {
        var ok = reply.status() == 200;
        return new Operation.Answer(
                ok ? Outcome.OK : Outcome.INFO,
                reply.status(),
                digest(reply.cookie()),
                ok ? Seen.parse(reply.body()) : Seen.NOBODY);
    }

    /** Distinguishes cookies, and opens no session. */
    static String digest(String cookie) {
        return cookie.isEmpty() ? "" : SessionId.reference(cookie.substring(cookie.indexOf('=') + 1));
    }

    /** The records since the last call, by their start. */
    List<Operation> take() {
        var taken = new ArrayList<Operation>();
        for (var next = operations.poll(); next != null; next = operations.poll()) {
            taken.add(next);
        }
        taken.sort(Comparator.comparingLong(Operation::began));
        return taken;
    }
}
