package org.vedfolnir.benchmark.driver;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the stream of one client to Redis and counts its commands; keep-alives and the like of a client's own are left out. */
final class CommandCounter {

    private final StringBuilder line = new StringBuilder();
    private final StringBuilder name = new StringBuilder();
    private int arguments;
    private int body = -1;
    private boolean first;

    /** How many commands end in these bytes. */
    int count(byte[] bytes, int length) {
        var commands = 0;
        for (var i = 0; i < length; i++) {
            commands += next(new String(bytes, i, 1, StandardCharsets.ISO_8859_1).charAt(0)) ? 1 : 0;
        }
        return commands;
    }

    private boolean next(char c) {
        if (body >= 0) {
            return inBody(c);
        }
        if (c != '\n') {
            line.append(c);
            return false;
        }
        header(line.toString().strip());
        line.setLength(0);
        return false;
    }

    private void header(String header) {
        var number = Integer.parseInt(header.substring(1));
        if (header.charAt(0) == '*') {
            arguments = number;
            first = true;
            name.setLength(0);
        } else {
            body = number + 2;
        }
    }

    private boolean inBody(char c) {
        if (first && body > 2) {
            name.append(c);
        }
        if (--body > 0) {
            return false;
        }
        body = -1;
        first = false;
        return --arguments == 0 && !name.toString().toUpperCase(Locale.ROOT).equals("PING");
    }
}
