package org.vedfolnir.account;

import jakarta.persistence.EntityManager;

/**
 * Fired before an account is deleted, in the same transaction. Observers delete the data that they store about the account. The audit trail stays.
 */
public record AccountDeleted(Account account, EntityManager entities) {}
