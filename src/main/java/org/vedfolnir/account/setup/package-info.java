/**
 * The first start: offers a one-time link while the database holds no account, and makes the administrator with it. It also fills in columns that an
 * earlier version did not know.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.setup;
