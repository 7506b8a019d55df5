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
import org.vedfolnir.session.node.Browser;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;

/**
 * A visitor who keeps a record of what they were answered: what was answered 200 is there, what was answered 503 is not. They sign in, set small
 * and large attributes, get new ids and sign out, on either node; each read is compared with the record.
 */
final class AnsweredVisitor {

    private static final int LARGE = 20_000;
    private static final String[] NAMES = {"color", "size", "large", "larger"};

    private static final Set<String> UNSET = Set.of("null");

    /** What a 503 says. */
    enum Refusal {
        /** Nothing was done. */
        NOTHING_DONE,
        /** It may have been done, and the answer of Redis was lost with a connection. */
        MAYBE_DONE
    }

    /**
     * A sign-in that was answered 200.
     *
     * @param user nobody else's, and not that of another sign-in
     * @param shown what pages may tell of each attribute: one value, where nothing is in doubt
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

    /** Signs in, does this many things, and signs out every other time. */
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

    /** Goes on with a session of before. */
    void comeBack(int acts) {
        var sessions = List.copyOf(live);
        if (!sessions.isEmpty()) {
            var session = sessions.get(random.nextInt(sessions.size()));
            for (var i = 0; i < acts && live.contains(session); i++) {
                act(session);
            }
        }
    }

    /** Somebody who has no session yet gets one. */
    Optional<Session> signIn() {
        var browser = new Browser();
        var user = name + "-" + ++sessions;
        if (told(browser, "/set?name=user_id&value=" + user, user).isEmpty()) {
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

    /** The body of a 200; nothing for a 503. */
    private Optional<String> told(Browser browser, String path, String user) {
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
        told(session.browser(), "/digest?name=" + attribute, session.user()).ifPresent(told -> {
            if (!session.shown().getOrDefault(attribute, UNSET).contains(told)) {
                wrong(session, attribute, told);
            }
        });
    }

    private void wrong(Session session, String attribute, String told) {
        var foreign = attribute.equals("user_id") && told.contains("-");
        ledger.wrong(
                foreign ? Wrong.FOREIGN : Wrong.LOST,
                "%s has %s %s, not %s"
                        .formatted(
                                session.user(), attribute, told, session.shown().get(attribute)));
        live.remove(session);
    }

    private void set(Session session, String attribute) {
        var seed = random.nextInt(1000);
        var large = attribute.startsWith("large");
        var value = large ? ProbeServlet.digest(ProbeServlet.noise(LARGE, seed)) : Integer.toString(seed);
        var path = large
                ? "/large?name=" + attribute + "&seed=" + seed + "&size=" + LARGE
                : "/write?name=" + attribute + "&value=" + seed;
        var told = told(session.browser(), path, session.user());
        if (told.isPresent()) {
            expect(session, path, told.get(), "set");
            session.shown().put(attribute, Set.of(value));
        } else if (refusal == Refusal.MAYBE_DONE) {
            var either = new HashSet<>(session.shown().getOrDefault(attribute, UNSET));
            either.add(value);
            session.shown().put(attribute, either);
        }
    }

    private void expect(Session session, String path, String told, String right) {
        if (!told.equals(right)) {
            ledger.wrong(Wrong.LOST, session.user() + " " + path + ": " + told);
            live.remove(session);
        }
    }

    private void changeId(Session session) {
        var before = session.browser().copy();
        var told = told(session.browser(), "/rotate", session.user());
        if (told.isPresent()) {
            session.shown().put("rotated", Set.of("yes"));
            dead.add(before);
        } else if (refusal == Refusal.MAYBE_DONE) {
            live.remove(session); // it may have an id that nobody was told
        }
    }

    private void signOut(Session session) {
        var told = told(session.browser(), "/sign-out", session.user());
        if (told.isPresent()) {
            expect(session, "/sign-out", told.get(), "signed out");
            live.remove(session);
            dead.add(session.browser());
            ended.add(session.user());
        } else if (refusal == Refusal.MAYBE_DONE) {
            live.remove(session);
        }
    }

    /** The one that is in use now. */
    Optional<Session> current() {
        return live.stream().reduce((one, later) -> later);
    }

    List<Session> live() {
        return live;
    }

    /** Cookies that open nothing any more. */
    List<Browser> dead() {
        return dead;
    }

    /** Whose sign-outs were answered 200. */
    List<String> ended() {
        return ended;
    }
}
