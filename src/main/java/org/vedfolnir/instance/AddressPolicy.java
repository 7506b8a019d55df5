package org.vedfolnir.instance;

import java.net.InetAddress;

/**
 * Which addresses connections may go to. Immutable.
 *
 * @param loopback whether it may lead to this machine, and then without TLS: for a developer's own instance
 */
record AddressPolicy(boolean loopback) {

    boolean allows(InetAddress address, boolean encrypted) {
        return address.isLoopbackAddress() ? loopback : encrypted && PublicAddresses.contain(address);
    }
}
