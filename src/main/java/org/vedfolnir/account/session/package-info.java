/**
 * The session of somebody who is signed in: how it begins, copies the account anew, moves to another id and ends, and what the person sees of it.
 *
 * <p>{@link org.vedfolnir.account.session.AccountCheck} compares it with the account once a request. Only this package writes the attributes that
 * {@link org.vedfolnir.account.SessionContext} reads. {@code signin} and {@code password} call it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.session;
