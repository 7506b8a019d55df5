/**
 * The application's database: the pool, the numbered migrations in {@code db/migration}, and one way to run a
 * transaction. Every package that stores data uses {@link org.vedfolnir.database.Transactions} and opens no connection
 * of its own. Every wait has a timeout. {@link org.vedfolnir.database.DatabaseUnavailability} recognizes a database
 * that cannot serve, also at the start.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.database;
