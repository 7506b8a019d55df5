/**
 * {@code ./run --check}: plays a person's main job against two nodes, lets servers and nodes fail in between, and compares what the pages show with
 * what lies in Redis and in the database, which it reads without the product's code.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.check;
