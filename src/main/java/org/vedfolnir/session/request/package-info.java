/**
 * A request from its first byte to its last: which session it means, when that is saved, and who answers 503. Tomcat calls in by valves, a
 * filter and a listener.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.request;
