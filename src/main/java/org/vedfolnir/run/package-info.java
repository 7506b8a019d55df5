/**
 * The embedded run: Redis, a database and one or more Tomcats with the real WAR and the real manager, in one command.
 *
 * <p>{@link org.vedfolnir.run.Main} is the parent. It starts a Redis process, or the six of a Redis Cluster (or uses {@code REDIS_URL}), serves an H2 file (or uses
 * {@code DATABASE_URL}), and starts each node as a process of its own, so that a node can be killed like a real one. A node ends when its
 * parent does. What it keeps lies in one folder, which is locked and its owner's only. {@link org.vedfolnir.run.Check} plays the main job against two nodes. Nothing here is in the WAR or in the manager's
 * jar.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run;
