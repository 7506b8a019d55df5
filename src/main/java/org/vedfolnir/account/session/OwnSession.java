package org.vedfolnir.account.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row in the list of own sessions.
 *
 * @param reference sent back by the page to end the session
 * @param device browser and system in a few words
 * @param address of the client at sign-in
 * @param platform the name of the current connection of the session; null for none
 * @param endsAt the expiry if the session is not used; null for never
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
