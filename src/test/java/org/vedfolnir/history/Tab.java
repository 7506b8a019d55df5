package org.vedfolnir.history;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One tab of a user's browser. It performs one action after another, each through a random node, until it is stopped. It appends to its own list, and
 * starts a new list as soon as it does not know whether an append was done, because that append may still be executed later: the manager does not promise
 * to keep both of two concurrent changes of one attribute.
 *
 * <p>The first tab signs in and out and changes the id during the actions of the others.
 */
final class Tab implements Runnable {

    private static final int LONGEST_THOUGHT_MS = 2000;
    private static final int LONGEST_WORK_MS = 25;

    private final Person person;
    private final int number;
    private final List<Line> lines;
    private final List<String> names;
    private final Recorder recorder;
    private final Timeline time;
    private final long endMs;
    private final SplittableRandom random;
    private int page;

    Tab(Person person, int number, List<NodeProcess> nodes, Recorder recorder, Timeline time, long endMs, long seed) {
        this.person = person;
        this.number = number;
        this.lines = nodes.stream().map(node -> new Line(node.port())).toList();
        this.names = nodes.stream().map(NodeProcess::name).toList();
        this.recorder = recorder;
        this.time = time;
        this.endMs = endMs;
        this.random = new SplittableRandom(seed + 1_000L * person.number() + number);
    }

    @Override
    public void run() {
        while (time.ms() < endMs) {
            step();
            person.think(random.nextInt(LONGEST_THOUGHT_MS));
        }
        lines.forEach(Line::close);
    }

    private void step() {
        var held = person.held();
        if (held.signedIn()) {
            use(held);
        } else if (number == 0) {
            begin(held);
        }
    }

    private void use(Person.Held held) {
        var dice = random.nextInt(100);
        if (dice < 50) {
            append(held);
        } else if (dice < 70) {
            send(Kind.READ, held, 0, "");
        } else if (dice < 80) {
            send(Kind.LOOK, held, 0, "");
        } else if (dice < 88) {
            readWithStolenCookie();
        } else if (number == 0) {
            change(held, dice);
        }
    }

    private void readWithStolenCookie() {
        var stolen = person.stolen(random);
        if (!stolen.cookie().isEmpty()) {
            send(Kind.LOOK, stolen, 0, "");
        }
    }

    private void change(Person.Held held, int dice) {
        person.wakeTabs();
        if (dice < 95) {
            changeId(held);
        } else {
            signOut(held);
        }
    }

    private void append(Person.Held held) {
        var name = ListsServlet.LIST + number + "-" + page;
        var value = recorder.number();
        var query = "?name=" + name + "&value=" + value + way() + work();
        var done = send(Kind.APPEND, held, value, query);
        if (!done.ok()) {
            page++;
        } else if (done.answer().seen().signedIn() && random.nextInt(3) == 0) {
            send(Kind.READ, held, 0, ""); // at once, mostly elsewhere
        }
    }

    /** Half of the tabs change their list in place. */
    private String way() {
        return (number % 2 == 0 ? "" : "&set=1") + (random.nextInt(4) == 0 ? "&flush=1" : "");
    }

    private String work() {
        return random.nextInt(2) == 0 ? "" : "&work=" + random.nextInt(LONGEST_WORK_MS);
    }

    private void begin(Person.Held held) {
        if (held.cookie().isEmpty() && random.nextInt(3) == 0) {
            var arrived = record(Kind.ARRIVE, held, 0, "");
            if (arrived.operation().ok()) {
                person.hold(new Person.Held(arrived.cookie(), 0));
            }
            return;
        }
        var login = recorder.number();
        var canary = History.canary(person.number());
        var signedIn = record(Kind.SIGN_IN, held, login, "?owner=" + canary + "&login=" + login);
        if (signedIn.operation().okSignedIn() && !signedIn.cookie().isEmpty()) {
            person.hold(new Person.Held(signedIn.cookie(), login));
        } else {
            person.hold(Person.Held.NOTHING);
        }
    }

    private void changeId(Person.Held held) {
        var changed = record(Kind.CHANGE_ID, held, 0, work().replace("&", "?"));
        if (changed.operation().okSignedIn() && !changed.cookie().isEmpty()) {
            person.hold(new Person.Held(changed.cookie(), held.login()));
        } else if (changed.operation().reachedNode()) {
            person.drop(held); // the id of the session is unknown now
        }
    }

    private void signOut(Person.Held held) {
        var done = send(Kind.SIGN_OUT, held, 0, "");
        if (done.reachedNode()) {
            person.drop(held);
        }
    }

    private Operation send(Kind kind, Person.Held held, int value, String query) {
        return record(kind, held, value, query).operation();
    }

    private Recorder.Recorded record(Kind kind, Person.Held held, int value, String query) {
        var node = random.nextInt(lines.size());
        var recorded = recorder.send(lines.get(node), names.get(node), person.number(), kind, held, value, query);
        if (recorded.operation().okNobody() && held.signedIn()) {
            person.drop(held);
        }
        return recorded;
    }
}
