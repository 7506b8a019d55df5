/**
 * The application's database: the pool, the numbered migrations in {@code db/migration}, and one way to run a transaction. Every
 * package that keeps something goes through {@link org.vedfolnir.database.Transactions}; none opens a connection of its own.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.database;
