/** Tests of the session of a signed-in user. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.session;
