package org.vedfolnir.instance;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an instance is, in one spelling: {@code https://host} or {@code https://host:port}, in lower case, an international name in ASCII (RFC
 * 3490). Immutable.
 *
 * @param uri without path, query, fragment and user
 */
public record InstanceAddress(URI uri) {

    /** Characters, as many as the database keeps. */
    public static final int LONGEST = 500;

    private static final Pattern FORM =
            Pattern.compile("(?i)(https?)://(\\[[0-9a-f:.]+]|[^/?#\\\\@:\\s\\[\\]]+)(?::(\\d{1,5}))?/?");
    private static final Pattern LITERAL = Pattern.compile("\\[.*]|\\d+(\\.\\d+){0,3}");
    private static final int HIGHEST_PORT = 65535;

    /** What is wrong with an address; the names are keys of messages. */
    public enum Flaw {
        /** Nothing was entered. */
        MISSING,
        TOO_LONG,
        /** Not {@code https}, or {@code http} to somewhere else than this machine. */
        NOT_HTTPS,
        /** A user name or a password stands in it. */
        CREDENTIALS,
        /** A path, a query or a fragment stands behind the host. */
        PATH,
        /** Not the name of a host. */
        HOST,
        /** An address that no connection may be made to. */
        PRIVATE
    }

    /** Either an address or a flaw. */
    public sealed interface Checked {
        record Good(InstanceAddress address) implements Checked {}

        record Bad(Flaw flaw) implements Checked {}
    }

    /** What somebody entered; names are not looked up, so that a server that is down can be entered as well. */
    static Checked of(String entered, AddressPolicy policy) {
        var text = entered.strip();
        if (text.isEmpty()) {
            return new Checked.Bad(Flaw.MISSING);
        }
        if (text.length() > LONGEST) {
            return new Checked.Bad(Flaw.TOO_LONG);
        }
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return new Checked.Bad(flaw(text));
        }
        var scheme = parts.group(1).toLowerCase(Locale.ROOT);
        var host = host(parts.group(2));
        var port = parts.group(3) == null ? -1 : Integer.parseInt(parts.group(3));
        if (host.isEmpty() || port == 0 || port > HIGHEST_PORT) {
            return new Checked.Bad(Flaw.HOST);
        }
        return built(scheme, host.get(), port)
                .<Checked>map(uri -> reachable(uri, policy))
                .orElseGet(() -> new Checked.Bad(Flaw.HOST));
    }

    private static Flaw flaw(String text) {
        if (!text.toLowerCase(Locale.ROOT).startsWith("https://")
                && !text.toLowerCase(Locale.ROOT).startsWith("http://")) {
            return Flaw.NOT_HTTPS;
        }
        var rest = text.substring(text.indexOf("//") + 2);
        if (rest.contains("@")) {
            return Flaw.CREDENTIALS;
        }
        return rest.matches("[^/?#\\\\]+[/?#\\\\].+") ? Flaw.PATH : Flaw.HOST;
    }

    /** In ASCII and lower case, without the dot of the root; empty when it is none. */
    private static Optional<String> host(String text) {
        if (text.startsWith("[")) {
            return Optional.of(text.toLowerCase(Locale.ROOT));
        }
        try {
            var ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES)
                    .toLowerCase(Locale.ROOT)
                    .replaceFirst("\\.$", "");
            return ascii.isEmpty() ? Optional.empty() : Optional.of(ascii);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> built(String scheme, String host, int port) {
        try {
            var usual = "https".equals(scheme) ? 443 : 80;
            var uri = new URI(scheme, null, host, port == usual ? -1 : port, null, null, null).parseServerAuthority();
            return uri.toString().length() > LONGEST ? Optional.empty() : Optional.of(uri);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** What can be told without asking for the name: digits, and the names of this machine (RFC 6761 §6.3). */
    private static Checked reachable(URI uri, AddressPolicy policy) {
        var host = uri.getHost();
        var encrypted = "https".equals(uri.getScheme());
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return policy.loopback() ? good(uri) : new Checked.Bad(Flaw.PRIVATE);
        }
        if (!LITERAL.matcher(host).matches()) {
            return encrypted ? good(uri) : new Checked.Bad(Flaw.NOT_HTTPS);
        }
        try {
            // a literal is parsed, never looked up
            var address = java.net.InetAddress.getByName(host);
            if (policy.allows(address, encrypted)) {
                return good(uri);
            }
            return new Checked.Bad(policy.allows(address, true) ? Flaw.NOT_HTTPS : Flaw.PRIVATE);
        } catch (java.net.UnknownHostException e) {
            return new Checked.Bad(Flaw.HOST);
        }
    }

    private static Checked good(URI uri) {
        return new Checked.Good(new InstanceAddress(uri));
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
