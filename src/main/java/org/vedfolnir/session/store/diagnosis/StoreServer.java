package org.vedfolnir.session.store.diagnosis;

/**
 * A server of the store. Immutable.
 *
 * @param place where it is, without a password
 * @param isOpen whether its circuit breaker is open: it did not answer, and calls of it are not sent
 */
public record StoreServer(String place, boolean isOpen) {}
