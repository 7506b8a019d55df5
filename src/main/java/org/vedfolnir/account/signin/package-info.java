/**
 * Sign-in and sign-out: the filters that admit a request or redirect it to the sign-in page, the form with its protection against guessing and
 * cross-site requests, and the page that confirms the password.
 *
 * <p>Applications that authenticate users in another way call {@link org.vedfolnir.account.signin.SignIn}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.signin;
