/** Tests of the rules of new passwords. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.password;
