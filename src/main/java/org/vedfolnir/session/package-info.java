/**
 * The Tomcat side of the engine: the only package that knows {@code org.apache.catalina}.
 *
 * <p>A request comes in through {@link org.vedfolnir.session.VedfolnirSessionManager} and its valve. Each request that touches
 * its session works on a copy of its own, of one version; what it changed is saved before the first byte of the response could
 * let the client go on. Names here that Tomcat's digester sets are public; everything else is the package's own.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session;
