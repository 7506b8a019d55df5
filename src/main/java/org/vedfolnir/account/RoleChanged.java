package org.vedfolnir.account;

/** Fired in the request of the administrator who changed it. The person's own sessions copy it at their next request: {@link AccountRefreshed}. */
public record RoleChanged(Account account, Role before) {}
