package org.vedfolnir.session.id;

import java.util.Locale;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.SessionIdGenerator;
import org.apache.catalina.util.SessionIdGeneratorBase;
import org.apache.catalina.util.StandardSessionIdGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Determines the format of a manager's generated ids at the start: from the configured length for Tomcat's generator
 * and ours, from a sample for any other. Stateless.
 */
public final class IdGenerator {

    private static final int BITS_OF_A_BYTE = 8;

    private IdGenerator() {}

    /**
     * @param sample an id that the next session could have, without its route
     * @param bits the maximum number of random bits in an id
     */
    public record Given(IdFormat form, String sample, int bits) {}

    /**
     * Checks the length before Tomcat starts the generator, which generates an id at once and fails with an obscure
     * message.
     */
    public static void checkLength(SessionIdGenerator generator) throws LifecycleException {
        if (isKnown(generator) && generator.getSessionIdLength() < 1) {
            throw useless(
                    generator,
                    "its sessionIdLength is " + generator.getSessionIdLength() + "; it is a number of bytes from 1 on",
                    null);
        }
    }

    public static LifecycleException doesNotStart(SessionIdGenerator generator, LifecycleException failure) {
        return useless(generator, "it does not start", failure);
    }

    /** @throws LifecycleException if no session could have such ids */
    public static Given inspect(SessionIdGenerator generator, @Nullable String route) throws LifecycleException {
        checkRoute(route);
        var sample = withoutRoute(sample(generator), route);
        if (sample.isEmpty()) {
            throw useless(generator, "it gives empty ids", null);
        } else if (sample.length() + (route == null ? 0 : route.length() + 1) > IdFormat.LONGEST) {
            throw useless(
                    generator,
                    "its ids have " + sample.length() + " characters; the maximum is " + IdFormat.LONGEST
                            + " with the route",
                    null);
        } else if (!IdFormat.ANY.fits(sample)) {
            throw useless(generator, "its ids have characters that no cookie carries", null);
        }
        return isKnown(generator)
                ? new Given(
                        new IdFormat(Math.min(IdFormat.SURE, sample.length()), true),
                        sample,
                        BITS_OF_A_BYTE * generator.getSessionIdLength())
                : new Given(IdFormat.ANY, sample, mostBits(sample));
    }

    /**
     * Whether the way ids are made is known: random bytes in hexadecimal digits or in Base64url, and a route behind a
     * dot.
     */
    private static boolean isKnown(SessionIdGenerator generator) {
        try {
            var made = generator
                    .getClass()
                    .getMethod("generateSessionId", String.class)
                    .getDeclaringClass();
            var routed = generator.getClass().getMethod("generateSessionId").getDeclaringClass();
            return (made == StandardSessionIdGenerator.class || made == CompactSessionIds.class)
                    && routed == SessionIdGeneratorBase.class;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static void checkRoute(@Nullable String route) throws LifecycleException {
        if (route != null && !route.isEmpty() && !IdFormat.ANY.fits(route)) {
            throw new LifecycleException(
                    "The jvmRoute '" + route + "' cannot be part of a session id: a cookie cannot carry spaces,"
                            + " control characters, letters outside of ASCII, or any of \" , ; \\. Change jvmRoute of"
                            + " <Engine>.");
        }
    }

    private static String sample(SessionIdGenerator generator) throws LifecycleException {
        try {
            var given = generator.generateSessionId();
            return given == null ? "" : given;
        } catch (RuntimeException e) {
            throw useless(generator, "it fails", e);
        }
    }

    private static String withoutRoute(String id, @Nullable String route) {
        return route != null && !route.isEmpty() && id.endsWith("." + route)
                ? id.substring(0, id.length() - route.length() - 1)
                : id;
    }

    private static LifecycleException useless(SessionIdGenerator generator, String why, @Nullable Exception failure) {
        return new LifecycleException(
                "The session id generator " + generator.getClass().getName() + " gives no usable ids: " + why
                        + ". Correct <SessionIdGenerator> inside of <Manager>, or leave it out.",
                failure);
    }

    /** Assumes that each character is random and that no others occur. */
    private static int mostBits(String sample) {
        if (sample.chars().allMatch(Character::isDigit)) {
            return bits(sample, 10);
        } else if (sample.toLowerCase(Locale.ROOT).matches("[0-9a-f]+")) {
            return bits(sample, 16);
        }
        return bits(sample, 64);
    }

    private static int bits(String sample, int letters) {
        return (int) (sample.length() * Math.log(letters) / Math.log(2));
    }
}
