/** Tomcats with the manager and a small application, one or two over a Redis, and what tests count on them. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.node;
