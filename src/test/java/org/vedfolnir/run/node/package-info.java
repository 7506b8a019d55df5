/** Tests of a node. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.node;
