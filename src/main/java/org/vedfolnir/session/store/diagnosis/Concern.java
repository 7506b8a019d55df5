package org.vedfolnir.session.store.diagnosis;

/**
 * A risk for sessions or their events. Immutable.
 *
 * @param summary identical for each concern of its kind, without addresses and names, so that it can be published
 * @param sentence the problem and the remedy, for operators
 */
public record Concern(String summary, String sentence) {}
