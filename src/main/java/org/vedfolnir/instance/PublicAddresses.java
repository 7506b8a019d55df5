package org.vedfolnir.instance;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * The public IP addresses: IPv4 without the special-purpose ranges (RFC 6890 and the IANA registry of special-purpose addresses, as of 2026), and
 * IPv6 global unicast without such ranges. Java treats a mapped IPv4 address as an {@link Inet4Address}.
 */
final class PublicAddresses {

    private static final List<Network> SET_ASIDE = Arrays.asList(
            network("0.0.0.0", 8), // this network
            network("10.0.0.0", 8), // private
            network("100.64.0.0", 10), // carrier-grade NAT
            network("127.0.0.0", 8), // loopback
            network("169.254.0.0", 16), // link-local, and the metadata of clouds
            network("172.16.0.0", 12), // private
            network("192.0.0.0", 24), // protocol assignments
            network("192.0.2.0", 24), // documentation
            network("192.88.99.0", 24), // 6to4 relays
            network("192.168.0.0", 16), // private
            network("198.18.0.0", 15), // benchmarks
            network("198.51.100.0", 24), // documentation
            network("203.0.113.0", 24), // documentation
            network("224.0.0.0", 3), // multicast, reserved, broadcast
            network("2001::", 23), // protocol assignments, Teredo among them: it holds an IPv4 address
            network("2001:db8::", 32), // documentation
            network("2002::", 16), // 6to4: holds an IPv4 address
            network("3fff::", 20)); // documentation

    /** All other IPv6 addresses are reserved, or contain an IPv4 address, as 64:ff9b::/96 does. */
    private static final Network GLOBAL_UNICAST = network("2000::", 3);

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        return (address instanceof Inet4Address || GLOBAL_UNICAST.contains(address))
                && SET_ASIDE.stream().noneMatch(network -> network.contains(address));
    }

    private static Network network(String first, int bits) {
        try {
            // a literal is parsed without a look-up
            return new Network(InetAddress.getByName(first).getAddress(), bits);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(first + " is not an IP address. Write it in digits.", e);
        }
    }

    private record Network(byte[] first, int bits) {

        boolean contains(InetAddress address) {
            var bytes = address.getAddress();
            var rest = first.length * 8 - bits;
            return bytes.length == first.length
                    && new BigInteger(1, bytes).shiftRight(rest).equals(new BigInteger(1, first).shiftRight(rest));
        }
    }
}
