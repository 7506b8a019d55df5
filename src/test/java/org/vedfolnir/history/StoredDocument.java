package org.vedfolnir.history;

/**
 * A session as it lay in Redis at one moment.
 *
 * @param cookie a digest of the id in its key, as in {@link Operation.Asked}
 * @param at when it was looked at, in us since the history began
 * @param timeToLive in ms; negative for none
 */
record StoredDocument(String cookie, long at, long version, long timeToLive) {}
