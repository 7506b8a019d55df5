package org.vedfolnir.session.settings;

/**
 * The number of a container's threads that may do something at once, absolute or as a share. Immutable.
 *
 * @param count a number of threads, or a percentage
 * @param share whether {@code count} is a percentage
 */
public record ThreadLimit(int count, boolean share) {

    /** @throws IllegalArgumentException unless it is a number of at least 1, or a percentage from 1 to 100 */
    public static ThreadLimit parse(String text) {
        if (text.matches("([1-9]\\d?|100)%")) {
            return new ThreadLimit(Integer.parseInt(text.substring(0, text.length() - 1)), true);
        }
        if (text.matches("[1-9]\\d{0,4}")) {
            return new ThreadLimit(Integer.parseInt(text), false);
        }
        throw new IllegalArgumentException("must be a number of threads from 1 to 99999, or a share of them as in 25%");
    }

    /** At least one. */
    public int of(int threads) {
        return share ? Math.max(1, (threads * count + 99) / 100) : count;
    }
}
