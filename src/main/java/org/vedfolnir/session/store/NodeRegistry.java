package org.vedfolnir.session.store;

import java.util.List;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Data that the nodes of an application share through the store. Each operation throws a
 * {@link StoreUnavailableException} if the store fails.
 */
public interface NodeRegistry {

    /** For a store with a single node. */
    NodeRegistry ALONE = new NodeRegistry() {
        @Override
        public List<String> announceKeys(List<String> marks) {
            return marks;
        }

        @Override
        public int idForm(int own) {
            return own;
        }
    };

    /**
     * Publishes the keys of this node and returns those of all nodes of the application.
     *
     * @param marks a name and a check value for each key of this node
     * @return the marks of all nodes that published them in the last minute, including this one
     */
    List<String> announceKeys(List<String> marks);

    /**
     * Publishes the format of this node's ids, if it differs, and returns that of all nodes of the application.
     *
     * @param own as {@code IdFormat} codes it: a minimum number of characters, 0 for ids of any form
     * @return the minimum that any node ever published, including this one
     */
    int idForm(int own);
}
