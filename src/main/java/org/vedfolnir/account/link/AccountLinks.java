package org.vedfolnir.account.link;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.web.Digests;

/**
 * One-time links: valid once, for a short time. A token has 256 random bits, so its digest needs no salt and guesses need no throttle; readers of the
 * database cannot use a link. Works in the transaction of the caller. Thread-safe.
 */
@ApplicationScoped
public class AccountLinks {

    private static final int BYTES = 32;

    @Inject
    Clock clock;

    private final SecureRandom random = new SecureRandom();

    /**
     * Issues a link. An earlier link for the same purpose and account becomes invalid.
     *
     * @param accountId the account whose password the link sets; null if there is no account yet
     */
    public IssuedLink issue(EntityManager entities, LinkPurpose purpose, @Nullable Long accountId) {
        forget(entities, purpose, accountId);
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        // the precision of both databases
        var expires = clock.instant().plus(purpose.life()).truncatedTo(ChronoUnit.MICROS);
        entities.persist(new AccountLink(
                Digests.base64OfSha256(token), purpose, accountId, LocalDateTime.ofInstant(expires, ZoneOffset.UTC)));
        return new IssuedLink(purpose, token, expires);
    }

    private static void forget(EntityManager entities, LinkPurpose purpose, @Nullable Long accountId) {
        var which = accountId == null ? "l.accountId is null" : "l.accountId = :account";
        var query = entities.createQuery("delete from AccountLink l where l.purpose = :purpose and " + which)
                .setParameter("purpose", purpose);
        if (accountId != null) {
            query.setParameter("account", accountId);
        }
        query.executeUpdate();
    }

    /** Deletes all links of an account that is about to be deleted. */
    public void forget(EntityManager entities, long accountId) {
        entities.createQuery("delete from AccountLink l where l.accountId = :account")
                .setParameter("account", accountId)
                .executeUpdate();
    }

    /** Whether any valid link exists for the purpose. */
    public boolean isOpen(EntityManager entities, LinkPurpose purpose) {
        return entities.createQuery(
                                "select count(l) from AccountLink l where l.purpose = :purpose and l.usedAt is null and l.expiresAt > :now",
                                Long.class)
                        .setParameter("purpose", purpose)
                        .setParameter("now", now())
                        .getSingleResult()
                > 0;
    }

    /** The valid link of the token. */
    public Optional<AccountLink> find(EntityManager entities, LinkPurpose purpose, String token) {
        return entities.createQuery(
                        "select l from AccountLink l where l.hash = :hash and l.purpose = :purpose and l.usedAt is null"
                                + " and l.expiresAt > :now",
                        AccountLink.class)
                .setParameter("hash", Digests.base64OfSha256(token))
                .setParameter("purpose", purpose)
                .setParameter("now", now())
                .getResultStream()
                .findFirst();
    }

    /**
     * Uses the link up, in one statement: of concurrent calls exactly one succeeds.
     *
     * @return whether this call succeeded
     */
    public boolean use(EntityManager entities, LinkPurpose purpose, String token) {
        return entities.createQuery(
                                "update AccountLink l set l.usedAt = :now where l.hash = :hash and l.purpose = :purpose"
                                        + " and l.usedAt is null and l.expiresAt > :now")
                        .setParameter("hash", Digests.base64OfSha256(token))
                        .setParameter("purpose", purpose)
                        .setParameter("now", now())
                        .executeUpdate()
                == 1;
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
