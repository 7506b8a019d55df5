package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The scripts, which lie beside this class as resources. */
enum Script {
    OPEN,
    SAVE,
    END,
    DUE,
    RECORD,
    MEMBERS,
    READ,
    ACKNOWLEDGE,
    TIME;

    private final String source;
    private final String sha;

    Script() {
        var file = name().toLowerCase(Locale.ROOT) + ".lua";
        try (var in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The script " + file + " is missing from the jar. Install the jar again.");
            }
            var bytes = in.readAllBytes();
            source = new String(bytes, StandardCharsets.UTF_8);
            sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("The script " + file + " cannot be read. Install the jar again.", e);
        }
    }

    String source() {
        return source;
    }

    String sha() {
        return sha;
    }
}
