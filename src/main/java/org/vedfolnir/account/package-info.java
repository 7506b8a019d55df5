/**
 * People: who they are, how they sign in and out, and which sessions they have.
 *
 * <p>{@link org.vedfolnir.account.SessionContext} is what beans and pages ask. Signing in fires {@link org.vedfolnir.account.SignedIn}, and
 * the first start fires {@link org.vedfolnir.account.FirstAccount}, so that other packages join in without being known here.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account;
