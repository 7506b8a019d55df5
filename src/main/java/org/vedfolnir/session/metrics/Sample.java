package org.vedfolnir.session.metrics;

/**
 * One value of a metric. Immutable.
 *
 * @param label the value of its label; empty for a metric without one
 */
public record Sample(String label, double value) {}
