package org.vedfolnir.history;

/**
 * A session in Redis at one moment.
 *
 * @param cookie a digest of the id in its key, as in {@link Operation.Request}
 * @param at when it was read, in us since the start of the history
 * @param timeToLive in ms; negative for none
 */
record StoredDocument(String cookie, long at, long version, long timeToLive) {}
