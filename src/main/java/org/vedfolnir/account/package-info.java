/**
 * People: who they are, how they sign in and out, and which sessions they have.
 *
 * <p>{@link org.vedfolnir.account.SessionContext} is what beans and pages ask, and {@link org.vedfolnir.account.RoleRequired} what they are
 * guarded with. Signing in and out, a change of an account, its beginning and its end fire events ({@code docs/cdi.md}), so that other packages
 * join in without being known here.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account;
