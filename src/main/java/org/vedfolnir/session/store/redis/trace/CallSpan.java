package org.vedfolnir.session.store.redis.trace;

/** A script on its way to Redis and back. It ends once, by one of its methods, on the thread on which it began. */
public interface CallSpan {

    /** Of a request that is not traced. */
    CallSpan NONE = new CallSpan() {
        @Override
        public void replied(String place) {
            // not traced
        }

        @Override
        public void failed(RuntimeException failure, String place) {
            // not traced
        }
    };

    /** @param place of the Redis that replied */
    void replied(String place);

    /** @param place of the store, since no Redis replied */
    void failed(RuntimeException failure, String place);
}
