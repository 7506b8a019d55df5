package org.vedfolnir.session.attribute.access;

/** Which attributes a request has to save. */
public interface AttributeSelection {

    /** All of them. */
    AttributeSelection ALL = new AttributeSelection() {
        @Override
        public boolean includes(String name) {
            return true;
        }

        @Override
        public boolean includes(SupersededValue value) {
            return true;
        }
    };

    boolean includes(String name);

    boolean includes(SupersededValue value);
}
