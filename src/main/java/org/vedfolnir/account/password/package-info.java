/**
 * Choosing a new password: the rules for it, and the pages that change it with the present one or with a one-time link.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.password;
