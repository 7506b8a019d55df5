/**
 * The first start: issues a one-time link while the database has no account, and creates the administrator account with it. It also fills in columns
 * for accounts that an earlier version created.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.setup;
