/**
 * A request from its first byte to its last: which session it means, when that is saved, and what responds 503. Tomcat
 * calls valves, a filter and a listener.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.request;
