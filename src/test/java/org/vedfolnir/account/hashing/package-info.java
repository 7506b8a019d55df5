/** Tests of hashing passwords. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.hashing;
