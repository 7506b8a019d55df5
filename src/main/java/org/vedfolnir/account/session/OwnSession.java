package org.vedfolnir.account.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the list of own sessions.
 *
 * @param reference what the page sends back to end it
 * @param device browser and system in a few words
 * @param address where it was opened from
 * @param endsAt when it ends if nobody uses it; null for never
 * @param platform the connection that is current in it; null for none
 */
public record OwnSession(
        String reference,
        String device,
        String address,
        @Nullable String platform,
        Instant createdAt,
        Instant lastActivity,
        @Nullable Instant endsAt,
        boolean current) {}
