/** Tests of the session of who is signed in. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.session;
