package org.vedfolnir.session;

import java.util.Map;
import java.util.Set;

/** Attributes of one session that this node alone has. Thread-safe. */
interface OfThisNode {

    /** For who looks into a document without being a session. */
    OfThisNode NOTHING = new OfThisNode() {

        @Override
        public Map<String, Object> values() {
            return Map.of();
        }

        @Override
        public void superseded(Set<String> names) {
            // there are none
        }
    };

    Map<String, Object> values();

    /** Another node has set attributes of these names since. */
    void superseded(Set<String> names);
}
