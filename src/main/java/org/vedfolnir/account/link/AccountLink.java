package org.vedfolnir.account.link;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A stored one-time link, without its token. Times are UTC. */
@Entity
@Table(name = "account_link")
public class AccountLink {

    @Id
    private String hash;

    @Column(name = "account_id")
    private @Nullable Long accountId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private LinkPurpose purpose;

    @Column(name = "expires_at", nullable = false)
    private LocalDateTime expiresAt;

    @Column(name = "used_at")
    private @Nullable LocalDateTime usedAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected AccountLink() {}

    AccountLink(String hash, LinkPurpose purpose, @Nullable Long accountId, LocalDateTime expiresAt) {
        this.hash = hash;
        this.purpose = purpose;
        this.accountId = accountId;
        this.expiresAt = expiresAt;
    }

    /** The account whose password the link sets; null if there is no account yet. */
    @Nullable
    public Long getAccountId() {
        return accountId;
    }
}
