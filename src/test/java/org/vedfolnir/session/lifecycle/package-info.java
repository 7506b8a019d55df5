/** A session on two nodes from its first request to its end, and what each request costs. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.lifecycle;
