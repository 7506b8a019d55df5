/**
 * Signing in and out: the filters that let a request through or send it to the sign-in page, the form and its protection against guessing and against
 * other sites, and the page that asks for the password again.
 *
 * <p>{@link org.vedfolnir.account.signin.SignIn} is for applications that prove in a way of their own who somebody is.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.signin;
