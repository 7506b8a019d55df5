/**
 * Digests: bytes or text in, a digest out.
 *
 * <p>Any package of the manager's jar may call it; it depends on no other. The web application has a class of its own
 * ({@code org.vedfolnir.web.Digests}), since it only sees events, the registry and the form of settings of the jar.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.digest;
