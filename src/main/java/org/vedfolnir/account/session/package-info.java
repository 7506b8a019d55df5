/**
 * The session of a signed-in user: how it begins, reloads the account, changes its id and ends, and the pages that show it.
 *
 * <p>{@link org.vedfolnir.account.session.AccountCheck} compares it with the account once per request. Only this package writes the attributes that
 * {@link org.vedfolnir.account.SessionContext} reads. {@code signin} and {@code password} call it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.session;
