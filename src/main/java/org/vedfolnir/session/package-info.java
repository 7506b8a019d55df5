/**
 * Where Tomcat meets the engine: the names that its digester sets, and the place where all parts are put together
 * ({@link org.vedfolnir.session.ManagerAssembly}). The way of a request begins in {@link org.vedfolnir.session.request}, a live session is in
 * {@link org.vedfolnir.session.http}, and {@link org.vedfolnir.session.engine} saves it. Only classes of this package, and the exceptions that an
 * application may catch, are meant for others; all else is public for its neighbours only.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session;
