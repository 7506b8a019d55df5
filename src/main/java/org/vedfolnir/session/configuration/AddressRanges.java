package org.vedfolnir.session.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Ranges of IP addresses in CIDR notation (RFC 4632 §3.1), with commas between them: {@code 127.0.0.0/8, ::1}. An address
 * without a length is that one. Never calls a name server. Immutable.
 */
public final class AddressRanges {

    /** Digits and separators only, so that it is never taken for a name. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    private final List<Range> ranges;

    private record Range(byte[] network, int length) {

        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            var whole = length / 8;
            var rest = length % 8;
            return Arrays.equals(address, 0, whole, network, 0, whole)
                    && (rest == 0 || (address[whole] ^ network[whole]) >> 8 - rest == 0);
        }
    }

    private AddressRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** @throws IllegalArgumentException with what is allowed, to stand behind the name of the setting */
    public static AddressRanges of(String list) {
        return new AddressRanges(Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(AddressRanges::range)
                .toList());
    }

    private static Range range(String text) {
        var slash = text.indexOf('/');
        var network = address(slash < 0 ? text : text.substring(0, slash));
        var length = slash < 0 ? "" + network.length * 8 : text.substring(slash + 1);
        if (network.length == 0 || !LENGTH.matcher(length).matches() || Integer.parseInt(length) > network.length * 8) {
            throw new IllegalArgumentException(
                    "is a list of addresses and networks with commas between them, as in 127.0.0.0/8,::1,10.0.0.0/8; \""
                            + text + "\" is none");
        }
        return new Range(network, Integer.parseInt(length));
    }

    /** Empty for what is no address. */
    private static byte[] address(String text) {
        try {
            return ADDRESS.matcher(text).matches() ? InetAddress.getByName(text).getAddress() : new byte[0];
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    /** @param address as the container gives it, without brackets; a zone behind it is ignored */
    public boolean contain(String address) {
        var zone = address.indexOf('%');
        var bytes = address(zone < 0 ? address : address.substring(0, zone));
        return ranges.stream().anyMatch(range -> range.contains(bytes));
    }
}
