/**
 * Tests with Tomcat's own {@code StandardManager} as the judge: what it answers on one node, two nodes with this manager answer. One script of
 * requests is played under both, and whoever stands on a request's way writes down what they see.
 */
@NullMarked
package org.vedfolnir.session.parity;

import org.jspecify.annotations.NullMarked;
