package org.vedfolnir.history;

/**
 * Something that should not have happened.
 *
 * @param at when the visitor saw it, in us since the history began
 */
record Violation(String rule, long at, String what) {

    @Override
    public String toString() {
        return "%s after %.3f s: %s".formatted(rule, at / 1e6, what);
    }
}
