package org.vedfolnir.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A user with one browser, whose tabs share its cookie. Thread-safe. */
final class Person {

    private static final int REMEMBERED = 5;

    private final int number;
    private final List<Held> past = new ArrayList<>();
    private Held held = Held.NOTHING;

    /**
     * @param cookie as it is sent; empty for none
     * @param login the number of the sign-in of its session; 0 without a sign-in
     */
    record Held(String cookie, int login) {

        static final Held NOTHING = new Held("", 0);

        boolean signedIn() {
            return login != 0;
        }
    }

    Person(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    synchronized Held held() {
        return held;
    }

    synchronized void hold(Held next) {
        if (!held.cookie().isEmpty()) {
            past.add(held);
        }
        held = next;
    }

    /** Lets go of a cookie that opens nothing any more, unless another tab has replaced it. */
    synchronized void drop(Held ended) {
        if (held.equals(ended)) {
            hold(Held.NOTHING);
        }
    }

    /** A tab does nothing for so long, or until another tab wakes it. */
    synchronized void think(long ms) {
        try {
            wait(Math.max(1, ms));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Releases all tabs, so that the next action of one coincides with theirs. */
    synchronized void wakeTabs() {
        notifyAll();
    }

    /** One of the last cookies that this person had, as a thief may have it still. */
    synchronized Held stolen(SplittableRandom random) {
        return past.isEmpty()
                ? Held.NOTHING
                : past.get(past.size() - 1 - random.nextInt(Math.min(REMEMBERED, past.size())));
    }
}
