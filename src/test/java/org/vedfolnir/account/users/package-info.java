/** Tests of administration. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.users;
