/**
 * User accounts and their roles.
 *
 * <p>Beans and pages ask {@link org.vedfolnir.account.SessionContext} who is signed in. Sign-in, sign-out, and the creation, change and deletion of
 * an account fire events ({@code docs/cdi.md}), so that other packages can react without being known here. The sub-packages depend on each other in
 * one direction: {@code hashing} knows no account; {@code link} and {@code access} know this package only; {@code session} writes the attributes that
 * {@code SessionContext} reads; {@code signin} calls {@code session}, {@code password} calls {@code signin}, and {@code setup} calls {@code
 * password}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account;
