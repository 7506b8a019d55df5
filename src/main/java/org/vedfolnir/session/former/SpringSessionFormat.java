package org.vedfolnir.session.former;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.former.encoding.JavaValues;

/**
 * Sessions of Spring Session, of its plain and its indexed repository: the hash {@code {namespace}:sessions:{id}} with
 * {@code creationTime}, {@code lastAccessedTime}, {@code maxInactiveInterval} and {@code sessionAttr:{name}}. Values are
 * read if Spring serializes them with Java, which is its default. The cookie has the id in Base64, or as it is. Immutable.
 *
 * @param namespace empty for {@code spring:session}
 * @param webapp returns the application's class loader
 */
public record SpringSessionFormat(String namespace, AttributeCodec codec, Supplier<ClassLoader> webapp)
        implements FormerFormat {

    private static final String CREATED = "creationTime";
    private static final String LAST = "lastAccessedTime";
    private static final String IDLE = "maxInactiveInterval";
    private static final String ATTRIBUTE = "sessionAttr:";

    /** An id, and the route that its cookie may have behind a dot. */
    private static final Pattern ID = Pattern.compile("([A-Za-z0-9-]{16,128})(\\.[A-Za-z0-9_-]+)?");

    @Override
    public Optional<String> key(String id) {
        return decoded(id)
                .or(() -> Optional.of(id))
                .map(ID::matcher)
                .filter(Matcher::matches)
                .map(match -> (namespace.isEmpty() ? "spring:session" : namespace) + ":sessions:" + match.group(1));
    }

    /** Returns the id that a cookie has in Base64; empty if it is not Base64 of an id. */
    private static Optional<String> decoded(String cookie) {
        try {
            var bytes = Base64.getDecoder().decode(cookie);
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            return Optional.of(text)
                    .filter(each -> ID.matcher(each).matches())
                    .filter(each -> Base64.getEncoder().encodeToString(bytes).equals(cookie));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<FormerSession> read(Map<String, byte[]> fields) throws UnknownEncodingException {
        if (!fields.containsKey(CREATED) || !fields.containsKey(LAST) || !fields.containsKey(IDLE)) {
            return Optional.empty();
        }
        var decoded = DecodedFields.of(fields, new JavaValues(codec, webapp));
        var created = decoded.number(CREATED);
        var last = decoded.number(LAST);
        var idle = decoded.number(IDLE);
        if (created == null || last == null || idle == null) {
            throw new UnknownEncodingException("The values of its sessions are not serialized by Java. Remove the bean"
                    + " springSessionDefaultRedisSerializer of the application, and wait until the sessions of the former"
                    + " encoding have ended.");
        }
        if (idle.longValue() == 0) {
            return Optional.empty(); // it was ended: its hash is kept for some minutes
        }
        return Optional.of(new FormerSession(
                Instant.ofEpochMilli(created.longValue()),
                Instant.ofEpochMilli(last.longValue()),
                DecodedFields.idle(idle),
                ofAttributes(decoded.values()),
                ofAttributes(decoded.unreadable()),
                null,
                null));
    }

    private static <T> Map<String, T> ofAttributes(Map<String, T> fields) {
        var attributes = new LinkedHashMap<String, T>();
        fields.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), value);
            }
        });
        return attributes;
    }
}
