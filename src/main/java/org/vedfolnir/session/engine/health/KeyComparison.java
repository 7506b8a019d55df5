package org.vedfolnir.session.engine.health;

import java.util.List;
import java.util.Map;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.store.NodeRegistry;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Compares the keys of this node with those of the other nodes of its application, by their check values. With two
 * different keys of one name, each node would take the other's sessions for damaged. Used by one thread at a time.
 */
public final class KeyComparison {

    private static final System.Logger LOG = System.getLogger(KeyComparison.class.getName());

    private final KeySource keys;
    private final NodeRegistry nodes;
    private List<Concern> last = List.of();

    public KeyComparison(KeySource keys, NodeRegistry nodes) {
        this.keys = keys;
        this.nodes = nodes;
    }

    /** One for each key that differs on another node. If the store does not answer, the last result stays. */
    public List<Concern> concerns() {
        var own = keys.current().checkValues();
        if (own.isEmpty()) {
            return List.of();
        }
        try {
            var published = nodes.announceKeys(
                    own.entrySet().stream().map(KeyComparison::mark).toList());
            last = own.entrySet().stream()
                    .filter(each -> published.stream().anyMatch(mark -> isOther(mark, each)))
                    .map(each -> concern(each.getKey()))
                    .toList();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The keys were not compared: {0}", e.getMessage());
        }
        return last;
    }

    private static String mark(Map.Entry<String, String> key) {
        return key.getKey() + ":" + key.getValue();
    }

    private static boolean isOther(String mark, Map.Entry<String, String> own) {
        return mark.startsWith(own.getKey() + ":") && !mark.equals(mark(own));
    }

    private static Concern concern(String kid) {
        return new Concern(
                "The nodes have different keys: sessions of the one do not open on the other.",
                "The key " + kid + " of this node is not the key " + kid
                        + " of another node of this application: sessions of the one do not open on the other. Give"
                        + " all nodes the same encryptionKeys: compare their files (sha256sum), and copy the right one"
                        + " to every node.");
    }
}
