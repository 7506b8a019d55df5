package org.vedfolnir.session.former;

/**
 * Whose sessions continue here. Immutable.
 *
 * @param from the manager that stored them
 * @param prefix the beginning of their keys as that manager was configured: {@code keyPrefix} of redisson-tomcat, the
 *     namespace of Spring Session; empty for its default
 */
public record Adoption(FormerManager from, String prefix) {

    /** @throws IllegalArgumentException with the rule */
    public static String parsePrefix(String text) {
        if (!text.matches("[\\x21-\\x7e]{0,100}")) {
            throw new IllegalArgumentException("must have at most 100 visible ASCII characters");
        } else if (!text.matches("[^{}]*(\\{[^{}]+\\}[^{}]*)?")) {
            throw new IllegalArgumentException("must have no braces but those of one hash tag, as {shop}");
        }
        return text;
    }

    /** Whether sessions of another manager are looked up in Redis. */
    public boolean isInRedis() {
        return from == FormerManager.REDISSON_TOMCAT || from == FormerManager.SPRING_SESSION;
    }
}
