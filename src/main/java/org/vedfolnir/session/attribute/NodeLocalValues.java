package org.vedfolnir.session.attribute;

import java.util.Map;
import java.util.Set;

/** Attributes of one session that only this node has. Thread-safe. */
public interface NodeLocalValues {

    /** For code that reads a document without a session. */
    NodeLocalValues NOTHING = new NodeLocalValues() {

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
