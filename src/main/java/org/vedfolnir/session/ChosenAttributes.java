package org.vedfolnir.session;

/** Which attributes a request has to save. */
interface ChosenAttributes {

    /** All of them. */
    ChosenAttributes ALL = new ChosenAttributes() {
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
