package org.vedfolnir.session.settings;

/**
 * How many of a container's threads may do something at once: a number, or a share. Immutable.
 *
 * @param count how many, or how many of a hundred
 * @param share whether it is a share
 */
public record ThreadLimit(int count, boolean share) {

    /** @throws IllegalArgumentException for anything but a number from 1 on or a percentage from 1 to 100 */
    public static ThreadLimit parse(String text) {
        if (text.matches("([1-9]\\d?|100)%")) {
            return new ThreadLimit(Integer.parseInt(text.substring(0, text.length() - 1)), true);
        }
        if (text.matches("[1-9]\\d{0,4}")) {
            return new ThreadLimit(Integer.parseInt(text), false);
        }
        throw new IllegalArgumentException("is a number of threads from 1 to 99999, or a share of them as in 25%");
    }

    /** At least one. */
    public int of(int threads) {
        return share ? Math.max(1, (threads * count + 99) / 100) : count;
    }
}
