package org.vedfolnir.account;

import jakarta.persistence.EntityManager;

/** Fired when the first account of an empty database is created, in its transaction. */
public record FirstAccount(Account account, EntityManager entities) {}
