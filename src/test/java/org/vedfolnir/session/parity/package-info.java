/**
 * Tests with Tomcat's own {@code StandardManager} as the reference: two nodes with this manager must respond as it does on one. One script of
 * requests runs under both, and a probe at each place on the way of a request records what it sees.
 */
@NullMarked
package org.vedfolnir.session.parity;

import org.jspecify.annotations.NullMarked;
