package org.vedfolnir.history;

import java.util.List;

/**
 * Everything that was seen. Immutable.
 *
 * @param bound how late a request that only reads may see what another node did, in us; 0 for at once
 * @param operations by their beginnings
 * @param sampled documents as they were seen in Redis again and again, in the order in which they were looked at
 * @param last the documents in Redis when all was over
 * @param lastReads what the application shows of each of the last documents: READs with an id out of its key, after all operations
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

    /** The canary that belongs to a person and to nobody else. */
    static String canary(int user) {
        return "canary-" + user;
    }
}
