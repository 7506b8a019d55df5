/**
 * The pages on which administrators make, change and delete accounts. Each change is made in a database lock that all changes of power share, and is
 * recorded in the audit trail.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.users;
