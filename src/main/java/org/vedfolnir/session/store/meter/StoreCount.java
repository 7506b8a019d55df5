package org.vedfolnir.session.store.meter;

/** What is counted of the calls of a store. */
public enum StoreCount {
    /** A server did not reply within the command timeout. */
    TIMED_OUT,
    /** A server could not be reached, or broke off, or replied that it does not serve. */
    NOT_CONNECTED,
    /** A server refused one command, and serves otherwise. */
    REFUSED,
    /** A call was not sent, since the circuit breaker of its server is open. */
    DENIED,
    /** A call was sent once more, since its reply did not arrive. */
    RETRIED,
    /** A server named another one, or requested the call again. */
    REDIRECTED,
    /** A request opened a session of which this node has the current document. */
    OPENED_UNCHANGED,
    /** A request opened a session and got its document. */
    OPENED_CHANGED,
    /** A request named a session that does not exist. */
    OPENED_GONE,
    /** The value at a session's key is not a document of ours. */
    OPENED_FOREIGN,
    /** A document was stored. */
    SAVED,
    /** Another save came first: the change was merged and sent again. */
    CONFLICT,
    /** A new session was stored for the first time. */
    CREATED,
    /** A new session could not be stored, since the store failed. */
    CREATION_FAILED,
    /** Bytes of documents and parts that were stored. */
    BYTES_SENT,
    /** Bytes of documents and parts that the store returned. */
    BYTES_READ
}
