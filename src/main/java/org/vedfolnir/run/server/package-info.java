/**
 * The servers that a run starts for itself: one Redis, or the six of a Redis Cluster, and an H2 file for the nodes. A
 * Redis that dies is restarted; processes of an earlier run are ended first.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.server;
