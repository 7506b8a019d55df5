/** Tests of signing in. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.signin;
