package org.vedfolnir.history;

import java.util.List;

/**
 * Everything that was observed. Immutable.
 *
 * @param bound how late a read may see a change of another node, in us; 0 for at once
 * @param operations by their start
 * @param sampled documents read from Redis in intervals, in the order of the reads
 * @param last the documents in Redis at the end
 * @param lastReads what the application shows of each of the last documents: READs with an id from its key, after all operations
 */
record History(
        long bound,
        List<Operation> operations,
        List<StoredDocument> sampled,
        List<StoredDocument> last,
        List<Operation> lastReads) {

    History {
        operations = List.copyOf(operations);
        sampled = List.copyOf(sampled);
        last = List.copyOf(last);
        lastReads = List.copyOf(lastReads);
    }

    /** The canary of one user. */
    static String canary(int user) {
        return "canary-" + user;
    }
}
