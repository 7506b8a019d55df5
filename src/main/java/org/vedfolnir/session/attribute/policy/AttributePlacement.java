package org.vedfolnir.session.attribute.policy;

/** Where attributes belong that the store does not get. Thread-safe. */
public interface AttributePlacement {

    /** All attributes belong into the store. */
    AttributePlacement STORED = new AttributePlacement() {

        @Override
        public boolean leavesOut(String name, Object value) {
            return false;
        }

        @Override
        public boolean staysHere(String name) {
            return false;
        }

        @Override
        public boolean refuses() {
            return true;
        }
    };

    /** Whether an attribute is not for the store, although it could be stored. */
    boolean leavesOut(String name, Object value);

    /** Whether such a one stays on this node as long as its session; else it lives as long as its request. */
    boolean staysHere(String name);

    /** Whether one that cannot be stored fails its request; else it stays on this node. */
    boolean refuses();
}
