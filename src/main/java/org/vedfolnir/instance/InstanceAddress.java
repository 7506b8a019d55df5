package org.vedfolnir.instance;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of an instance in its canonical form: {@code https://host} or {@code https://host:port}, in lower case, an international name in ASCII
 * (RFC 3490). Immutable.
 *
 * @param uri without path, query, fragment and user
 */
public record InstanceAddress(URI uri) {

    /** The maximum length, in characters, as in the database. */
    public static final int LONGEST = 500;

    private static final Pattern FORM =
            Pattern.compile("(?i)(https?)://(\\[[0-9a-f:.]+]|[^/?#\\\\@:\\s\\[\\]]+)(?::(\\d{1,5}))?/?");
    /** The address of a profile in a browser: Mastodon's {@code /@ann} or {@code /users/ann}, with what follows. */
    private static final Pattern PROFILE =
            Pattern.compile("(?i)(https?://[^/?#\\\\@\\s]+)/(?:web/)?(?:@|users/)[^\\\\\\s]*");
    /** The name of a profile, as in {@code @ann@mastodon.social}. */
    private static final Pattern HANDLE = Pattern.compile("@?[^/?#\\\\@:\\s]+@([^/?#\\\\@:\\s]+)");

    private static final Pattern LITERAL = Pattern.compile("\\[.*]|\\d+(\\.\\d+){0,3}");
    private static final int HIGHEST_PORT = 65535;

    /** The problem of an invalid address; the names are message keys. */
    public enum Flaw {
        /** The input is empty. */
        MISSING,
        TOO_LONG,
        /** Not {@code https}, or {@code http} to another machine than this one. */
        NOT_HTTPS,
        /** It contains a user name or a password. */
        CREDENTIALS,
        /** It contains a path, a query or a fragment. */
        PATH,
        /** The host name is invalid. */
        HOST,
        /** The IP address is forbidden. */
        PRIVATE
    }

    /** Either a valid address or a flaw. */
    public sealed interface Checked {
        record Good(InstanceAddress address) implements Checked {}

        record Bad(Flaw flaw) implements Checked {}
    }

    /** Validates user input. Names are not resolved, so that users can enter a server that is down. */
    static Checked of(String entered, AddressPolicy policy) {
        var text = expanded(entered.strip());
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

    /** Adds a missing {@code https://}, and reduces the address or the name of a profile to its server. */
    private static String expanded(String entered) {
        var handle = HANDLE.matcher(entered);
        if (handle.matches()) {
            return "https://" + handle.group(1);
        }
        var address = entered.isEmpty() || entered.contains("://") ? entered : "https://" + entered;
        var profile = PROFILE.matcher(address);
        return profile.matches() ? profile.group(1) : address;
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

    /** In ASCII and lower case, without the trailing dot; empty if it is invalid. */
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

    /** Checks what needs no look-up: IP literals and the names of this machine (RFC 6761 §6.3). */
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
            // a literal is parsed without a look-up
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
