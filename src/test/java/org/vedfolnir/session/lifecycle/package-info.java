/** Tests of a session on two nodes from its first request to its end, and of the cost of each request. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.lifecycle;
