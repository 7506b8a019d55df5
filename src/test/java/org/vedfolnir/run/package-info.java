/** Tests of the whole application as {@code ./run} starts it: two nodes in processes of their own, over HTTP and in a browser. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run;
