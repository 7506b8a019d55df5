/**
 * {@code ./run --check}: runs a user's main tasks against two nodes, makes servers and nodes fail in between, and
 * compares what the pages show with the data in Redis and in the database, which it reads without the product's code.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.check;
