package org.vedfolnir.session.admin;

import java.time.Duration;

/**
 * How the store does.
 *
 * @param up whether it answered
 * @param roundTrip how long one answer took, or how long was waited for it
 */
public record StoreHealth(boolean up, Duration roundTrip) {}
