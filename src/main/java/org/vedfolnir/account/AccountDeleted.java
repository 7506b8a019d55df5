package org.vedfolnir.account;

import jakarta.persistence.EntityManager;

/**
 * Fired before an account is deleted, in the same transaction: observers delete what they keep of it. The audit trail stays.
 */
public record AccountDeleted(Account account, EntityManager entities) {}
