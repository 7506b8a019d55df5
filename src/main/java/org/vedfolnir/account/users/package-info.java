/**
 * The pages for administrators to create, change and delete accounts. All changes of rights are serialized by one database lock and recorded in the
 * audit trail.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.users;
