package org.vedfolnir.session.cluster;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vedfolnir.session.cluster.Ledger.Wrong;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.testing.Browser;

/**
 * A visitor who records each response: what was answered 200 must be there, what was answered 503 must not. Visitors sign in, set small and
 * large attributes, change their ids and sign out, on both nodes, and compare each read with the record.
 */
final class AnsweredVisitor {

    private static final int LARGE = 20_000;
    private static final String[] NAMES = {"color", "size", "large", "larger"};

    private static final Set<String> UNSET = Set.of("null");

    /** The meaning of a 503. */
    enum Refusal {
        /** Nothing was done. */
        NOTHING_DONE,
        /** It may have been done, because a connection broke and Redis' reply was lost. */
        MAYBE_DONE
    }

    /**
     * A sign-in that was answered 200.
     *
     * @param user unique for this sign-in
     * @param shown the values of each attribute that pages may show; one value if there is no doubt
     */
    record Session(String user, Browser browser, Map<String, Set<String>> shown) {}

    private final String name;
    private final List<Node> nodes;
    private final Refusal refusal;
    private final Ledger ledger;
    private final Random random;
    private final List<Session> live = new CopyOnWriteArrayList<>();
    private final List<Browser> dead = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private int sessions;

    AnsweredVisitor(String name, List<Node> nodes, Refusal refusal, Ledger ledger) {
        this.name = name;
        this.nodes = nodes;
        this.refusal = refusal;
        this.ledger = ledger;
        this.random = new Random(name.hashCode());
    }

    /** Signs in, performs that many actions, and signs out every other time. */
    void visit(int acts) {
        signIn().ifPresent(session -> {
            for (var i = 0; i < acts && live.contains(session); i++) {
                act(session);
            }
            if (random.nextBoolean() && live.contains(session)) {
                signOut(session);
            }
        });
    }

    /** Continues an earlier session. */
    void comeBack(int acts) {
        var sessions = List.copyOf(live);
        if (!sessions.isEmpty()) {
            var session = sessions.get(random.nextInt(sessions.size()));
            for (var i = 0; i < acts && live.contains(session); i++) {
                act(session);
            }
        }
    }

    /** Signs in without a session. */
    Optional<Session> signIn() {
        var browser = new Browser();
        var user = name + "-" + ++sessions;
        if (body(browser, "/set?name=user_id&value=" + user, user).isEmpty()) {
            return Optional.empty();
        }
        var session = new Session(user, browser, new HashMap<>(Map.of("user_id", Set.of(user))));
        live.add(session);
        return Optional.of(session);
    }

    private void act(Session session) {
        var attribute = NAMES[random.nextInt(NAMES.length)];
        switch (random.nextInt(5)) {
            case 0, 1 -> read(session, random.nextBoolean() ? attribute : "user_id");
            case 2 -> changeId(session);
            default -> set(session, attribute);
        }
    }

    /** The body of a 200; empty for a 503. */
    private Optional<String> body(Browser browser, String path, String user) {
        var before = browser.cookie();
        var answer = browser.get(nodes.get(random.nextInt(nodes.size())), path);
        if (answer.statusCode() == 200) {
            ledger.served();
            return Optional.of(answer.body());
        }
        ledger.refused();
        if (answer.statusCode() != 503 || !Objects.equals(before, browser.cookie())) {
            ledger.wrong(Wrong.OTHER, user + " " + path + ": " + answer.statusCode() + setCookie(answer));
        }
        return Optional.empty();
    }

    private static String setCookie(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Set-Cookie")
                .map(any -> " with a cookie")
                .orElse("");
    }

    private void read(Session session, String attribute) {
        body(session.browser(), "/digest?name=" + attribute, session.user()).ifPresent(body -> {
            if (!session.shown().getOrDefault(attribute, UNSET).contains(body)) {
                wrong(session, attribute, body);
            }
        });
    }

    private void wrong(Session session, String attribute, String body) {
        var foreign = attribute.equals("user_id") && body.contains("-");
        ledger.wrong(
                foreign ? Wrong.FOREIGN : Wrong.LOST,
                "%s has %s %s, not %s"
                        .formatted(
                                session.user(), attribute, body, session.shown().get(attribute)));
        live.remove(session);
    }

    private void set(Session session, String attribute) {
        var seed = random.nextInt(1000);
        var large = attribute.startsWith("large");
        var value = large ? ProbeServlet.digest(ProbeServlet.noise(LARGE, seed)) : Integer.toString(seed);
        var path = large
                ? "/large?name=" + attribute + "&seed=" + seed + "&size=" + LARGE
                : "/write?name=" + attribute + "&value=" + seed;
        var body = body(session.browser(), path, session.user());
        if (body.isPresent()) {
            expect(session, path, body.get(), "set");
            session.shown().put(attribute, Set.of(value));
        } else if (refusal == Refusal.MAYBE_DONE) {
            var either = new HashSet<>(session.shown().getOrDefault(attribute, UNSET));
            either.add(value);
            session.shown().put(attribute, either);
        }
    }

    private void expect(Session session, String path, String body, String right) {
        if (!body.equals(right)) {
            ledger.wrong(Wrong.LOST, session.user() + " " + path + ": " + body);
            live.remove(session);
        }
    }

    private void changeId(Session session) {
        var before = session.browser().copy();
        var body = body(session.browser(), "/rotate", session.user());
        if (body.isPresent()) {
            session.shown().put("rotated", Set.of("yes"));
            dead.add(before);
        } else if (refusal == Refusal.MAYBE_DONE) {
            live.remove(session); // it may have a new id that no response contained
        }
    }

    private void signOut(Session session) {
        var body = body(session.browser(), "/sign-out", session.user());
        if (body.isPresent()) {
            expect(session, "/sign-out", body.get(), "signed out");
            live.remove(session);
            dead.add(session.browser());
            ended.add(session.user());
        } else if (refusal == Refusal.MAYBE_DONE) {
            live.remove(session);
        }
    }

    /** The session in use. */
    Optional<Session> current() {
        return live.stream().reduce((one, later) -> later);
    }

    List<Session> live() {
        return live;
    }

    /** Cookies of ended sessions. */
    List<Browser> dead() {
        return dead;
    }

    /** Users whose sign-outs were answered 200. */
    List<String> ended() {
        return ended;
    }
}
