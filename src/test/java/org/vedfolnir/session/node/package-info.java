/** One or two Tomcats on a Redis, with the manager and a small application, and counters for tests. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.node;
