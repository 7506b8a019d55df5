/**
 * People: who they are and what they may do.
 *
 * <p>{@link org.vedfolnir.account.SessionContext} is what beans and pages ask. Signing in and out, a change of an account, its beginning and its end
 * fire events ({@code docs/cdi.md}), so that other packages join in without being known here. The sub-packages work on these accounts, each in one
 * direction: {@code hashing} knows no account; {@code link} and {@code access} know this package only; {@code session} writes what
 * {@code SessionContext} reads; {@code signin} calls {@code session}, {@code password} calls {@code signin}, and {@code setup} calls {@code password}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account;
