package org.vedfolnir.instance;

import java.net.InetAddress;

/**
 * The IP addresses to which connections are allowed. Immutable.
 *
 * @param loopback whether this machine is allowed, also without TLS: for developers of an instance
 */
record AddressPolicy(boolean loopback) {

    boolean allows(InetAddress address, boolean encrypted) {
        return address.isLoopbackAddress() ? loopback : encrypted && PublicAddresses.contain(address);
    }
}
