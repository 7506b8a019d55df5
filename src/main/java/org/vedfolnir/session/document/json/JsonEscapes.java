package org.vedfolnir.session.document.json;

/** The escapes of a JSON string (RFC 8259 §7). Stateless. */
final class JsonEscapes {

    private JsonEscapes() {}

    /** @param raw the text between the quotes, with valid escapes */
    static String resolve(String raw) {
        var out = new StringBuilder(raw.length());
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            i++;
            if (raw.charAt(i) == 'u') {
                out.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                i += 4;
            } else {
                out.append(escaped(raw.charAt(i)));
            }
        }
        return out.toString();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }
}
