/**
 * Log records as lines of JSON, for {@code java.util.logging}. A handler calls {@link
 * org.vedfolnir.session.log.JsonFormatter}; {@link org.vedfolnir.session.log.LogContext} knows which node, application and
 * session the thread of a record works for. This package needs nothing but Java: in a Tomcat it is loaded from a jar of its
 * own, {@code vedfolnir-session-log.jar}, by the class loader that reads {@code logging.properties} and does not see
 * Tomcat's {@code lib}. The manager, which has the same package, then gets these classes from its parent.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.log;
