/** Tests of the whole application as {@code ./run} starts it: two nodes in separate processes, over HTTP and in a browser. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run;
