package org.vedfolnir.session.store;

import java.util.List;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** What the nodes of an application tell each other through the store. Every operation throws {@link StoreUnavailableException} when the store fails. */
public interface NodeRegistry {

    /** Of a store that has one node. */
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
     * Tells the other nodes of the application which keys this one has, and learns theirs.
     *
     * @param marks a name and a check value for each key of this node
     * @return those of all nodes that told theirs in the last minute, this one among them
     */
    List<String> announceKeys(List<String> marks);

    /**
     * Learns which form the ids of other nodes of the application may have, and tells of this node's where they are of another.
     *
     * @param own as {@code IdForm} codes it: a least number of characters, 0 for ids of any form
     * @return the least that any node ever told, this one among them
     */
    int idForm(int own);
}
