package org.vedfolnir.platform;

/**
 * The result of checking a connection, as the page shows it.
 *
 * @param good whether the server answered, and knew the token if there was one
 * @param message the end of a message's key, below {@code platforms.test.}
 * @param first what the message names first: an account, a status, an address
 * @param second what it names then: the version
 */
public record ConnectionCheck(boolean good, String message, String first, String second) {}
