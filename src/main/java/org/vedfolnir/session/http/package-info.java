/**
 * The application's session object: the live session, the visits of requests, and what all sessions of one manager
 * share ({@link org.vedfolnir.session.http.SessionRuntime}).
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.http;
