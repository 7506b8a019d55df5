package org.vedfolnir.session.store.diagnosis;

/**
 * What endangers sessions or their events. Immutable.
 *
 * @param summary the same for each of its kind, without addresses and names: anybody may read it
 * @param sentence what is so and what to do, for operators
 */
public record Concern(String summary, String sentence) {}
