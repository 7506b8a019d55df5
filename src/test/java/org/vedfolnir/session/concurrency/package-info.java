/** Requests of one session at once: on one node, on two, and under locks of the application. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.concurrency;
