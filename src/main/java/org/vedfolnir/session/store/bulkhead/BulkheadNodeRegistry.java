package org.vedfolnir.session.store.bulkhead;

import java.util.List;
import org.vedfolnir.session.store.NodeRegistry;

/** What nodes tell each other, behind a bulkhead. */
record BulkheadNodeRegistry(NodeRegistry nodes, Bulkhead bulkhead) implements NodeRegistry {

    /** In the background. */
    @Override
    public List<String> announceKeys(List<String> marks) {
        return nodes.announceKeys(marks);
    }

    @Override
    public int idForm(int own) {
        return bulkhead.call(() -> nodes.idForm(own));
    }
}
