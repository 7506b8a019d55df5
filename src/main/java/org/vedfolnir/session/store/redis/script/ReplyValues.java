package org.vedfolnir.session.store.redis.script;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** Decodes texts and numbers in replies of scripts. Stateless. */
public final class ReplyValues {

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    private ReplyValues() {}

    /** The replies of our scripts are known: an unexpected one does not come from a Redis of ours. */
    static StoreUnavailableException unexpected() {
        return new StoreUnavailableException(
                "Unexpected reply to a session script. The session may still exist. Check which server listens at"
                        + " the address of Redis, whether a proxy alters replies, and REDIS_URL if you set it.",
                Duration.ofSeconds(1),
                null);
    }

    public static List<?> list(@Nullable Object answer) {
        if (answer instanceof List<?> list) {
            return list;
        }
        throw unexpected();
    }

    public static Object at(List<?> answer, int place) {
        var element = place < answer.size() ? answer.get(place) : null;
        if (element == null) {
            throw unexpected();
        }
        return element;
    }

    static byte[] data(Object element) {
        if (element instanceof byte[] bytes) {
            return bytes;
        }
        throw unexpected();
    }

    static SessionId id(Object element) {
        return SessionId.parse(text(element)).orElseThrow(ReplyValues::unexpected);
    }

    static long whole(@Nullable Object answer) {
        if (answer instanceof Long number) {
            return number;
        }
        throw unexpected();
    }

    public static String text(Object element) {
        return new String(data(element), StandardCharsets.UTF_8);
    }

    static long number(Object element) {
        var text = text(element);
        if (!WHOLE.matcher(text).matches()) {
            throw unexpected();
        }
        return Long.parseLong(text);
    }

    /** Reads numbers and values of parts, in turns, after the first element of a reply. */
    static Map<Integer, byte[]> parts(List<?> answer) {
        var parts = new HashMap<Integer, byte[]>();
        for (var i = 1; i + 1 < answer.size(); i += 2) {
            parts.put((int) number(at(answer, i)), data(at(answer, i + 1)));
        }
        return parts;
    }
}
