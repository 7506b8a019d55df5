package org.vedfolnir.testing;

/** A server of a test on this machine. */
public interface Listening {

    int port();
}
