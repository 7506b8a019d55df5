package org.vedfolnir.session.store.bulkhead;

import java.util.List;
import org.vedfolnir.session.store.NodeRegistry;

/** The registry of nodes behind a bulkhead. */
record BulkheadNodeRegistry(NodeRegistry nodes, Bulkhead bulkhead) implements NodeRegistry {

    /** Not limited: runs in the background. */
    @Override
    public List<String> announceKeys(List<String> marks) {
        return nodes.announceKeys(marks);
    }

    @Override
    public int idForm(int own) {
        return bulkhead.call(() -> nodes.idForm(own));
    }
}
