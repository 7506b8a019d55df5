/**
 * A node: one Tomcat in a process of its own, so that it can be killed like a real one.
 * {@link org.vedfolnir.run.node.NodeProcess} is the parent's side, {@link org.vedfolnir.run.node.NodeMain} the process;
 * lines on its output report when it is ready. A node ends when its parent does.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.node;
