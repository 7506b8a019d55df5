/**
 * Reads the whole body of a request before the application sees it, if the application enables that. Tomcat calls a
 * valve.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.request.body;
