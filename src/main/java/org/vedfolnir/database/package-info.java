/**
 * The application's database: the pool, the numbered migrations in {@code db/migration}, and one way to run a transaction. Every
 * package that keeps something goes through {@link org.vedfolnir.database.Transactions}; none opens a connection of its own. Nothing here waits
 * without an end, and a database that is away is an {@link org.vedfolnir.database.Outage}, also at the start.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.database;
