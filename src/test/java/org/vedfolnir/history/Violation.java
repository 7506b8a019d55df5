package org.vedfolnir.history;

/**
 * A violation of a rule.
 *
 * @param at when the visitor saw it, in us since the start of the history
 */
record Violation(String rule, long at, String what) {

    @Override
    public String toString() {
        return "%s after %.3f s: %s".formatted(rule, at / 1e6, what);
    }
}
