package org.vedfolnir.account;

import jakarta.persistence.EntityManager;

/** Fired before an account is deleted, in the same transaction: whoever keeps something of hers deletes it now. The audit trail is kept. */
public record AccountDeleted(Account account, EntityManager entities) {}
