/** Reads the body of a request as a whole before the application sees it, where the application asks for that. Tomcat calls in by a valve. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.request.body;
