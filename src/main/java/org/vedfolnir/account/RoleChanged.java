package org.vedfolnir.account;

/**
 * Fired in the request of the administrator who changes the role. The sessions of the changed account copy it on their next request: {@link
 * AccountRefreshed}.
 */
public record RoleChanged(Account account, Role before) {}
