package org.vedfolnir.session.store.redis.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.vedfolnir.session.digest.Digests;

/**
 * The scripts, which are resources beside this class; each begins with {@code prelude.lua}, or includes it where a
 * comment marks it.
 */
public enum Script {
    OPEN,
    SAVE,
    PARTS,
    END,
    CLAIM,
    EXPIRE,
    RECORD,
    MEMBERS,
    COUNT,
    LIST,
    READ,
    ACKNOWLEDGE,
    TIME,
    ENROLL,
    WITHDRAW,
    ENROLLED,
    FOREIGN,
    ADOPT,
    FORMER,
    RESERVE,
    RELEASE,
    DISCARD,
    BEAT,
    ATTEMPT,
    REFUND,
    STATUSES,
    BACKLOG,
    OLDEST,
    GENERATION,
    KEYS,
    IDS,
    WHERE,
    TURN;

    private static final String PRELUDE = "-- prelude\n";
    private static final String EVENTS = "-- events\n";

    private final String source;
    private final byte[] shaBytes;

    Script() {
        var file = name().toLowerCase(Locale.ROOT) + ".lua";
        source = withPrelude(text(file));
        var digest = Digests.sha1().digest(source.getBytes(StandardCharsets.UTF_8));
        shaBytes = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The most frequent path of a script precedes the prelude: creating functions that are not called takes Redis time.
     */
    private static String withPrelude(String script) {
        var prelude = text("prelude.lua");
        var whole = script.contains(PRELUDE) ? script.replace(PRELUDE, prelude) : prelude + script;
        return whole.contains(EVENTS) ? whole.replace(EVENTS, text("events.lua")) : whole;
    }

    private static String text(String file) {
        try (var in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The script " + file + " is missing from the jar. Install the jar again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The script " + file + " cannot be read. Install the jar again.", e);
        }
    }

    public String source() {
        return source;
    }

    /** The array must not be changed. */
    public byte[] shaBytes() {
        return shaBytes;
    }
}
