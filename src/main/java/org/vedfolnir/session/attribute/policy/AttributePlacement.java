package org.vedfolnir.session.attribute.policy;

/** Decides about attributes that are not stored. Thread-safe. */
public interface AttributePlacement {

    /** All attributes are stored. */
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

    /** Whether an attribute is not stored, although it could be. */
    boolean leavesOut(String name, Object value);

    /** Whether such an attribute stays on this node as long as its session; otherwise as long as its request. */
    boolean staysHere(String name);

    /** Whether an attribute that cannot be stored fails its request; otherwise it stays on this node. */
    boolean refuses();
}
