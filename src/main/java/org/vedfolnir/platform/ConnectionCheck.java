package org.vedfolnir.platform;

/**
 * The result of checking a connection, as the page shows it.
 *
 * @param good whether the server answered, and accepted the token if there is one
 * @param message the end of the message key, below {@code platforms.test.}
 * @param first the first argument of the message: an account, a status or an address
 * @param second the second argument: the version
 */
public record ConnectionCheck(boolean good, String message, String first, String second) {}
