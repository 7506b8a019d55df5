/**
 * The servers that a run starts for itself: one Redis, or the six of a Redis Cluster, and an H2 file for the nodes. A Redis that dies is started
 * again; what an earlier run left behind is ended first.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.server;
