package org.vedfolnir.session.event;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The network of a client's address: enough to recognize a location, too little to identify a person. Stateless. */
public final class ClientNetwork {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})\\.\\d{1,3}");
    private static final Pattern SHORTENED =
            Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.x|[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}::x");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private ClientNetwork() {}

    /**
     * Shortens an IPv4 address to {@code 203.0.113.x} and an IPv6 address to its first 48 bits ({@code 2001:db8:1::x}).
     * Returns a shortened address unchanged, and the empty string for anything else.
     */
    public static String of(@Nullable String address) {
        if (address == null) {
            return "";
        }
        if (SHORTENED.matcher(address).matches()) {
            return address;
        }
        var ipv4 = IPV4.matcher(address);
        if (ipv4.matches()) {
            return ipv4.group(1) + ".x";
        }
        var scope = address.indexOf('%');
        return shortenedIpv6(scope < 0 ? address : address.substring(0, scope));
    }

    private static String shortenedIpv6(String literal) {
        if (literal.indexOf(':') < 0 || !IPV6.matcher(literal).matches()) {
            return "";
        }
        try {
            // a literal is parsed; getByName resolves names only
            if (InetAddress.getByName(literal) instanceof Inet6Address ipv6) {
                var bytes = ipv6.getAddress();
                return "%x:%x:%x::x".formatted(group(bytes, 0), group(bytes, 2), group(bytes, 4));
            }
            return of(InetAddress.getByName(literal).getHostAddress());
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static int group(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
