/**
 * Connects Tomcat and the engine: the classes that its digester creates, and the assembly of all parts ({@link
 * org.vedfolnir.session.ManagerAssembly}). A request starts in {@link org.vedfolnir.session.request}, a live session is
 * in {@link org.vedfolnir.session.http}, and {@link org.vedfolnir.session.engine} saves it. Only this package, and the
 * exceptions that an application may catch, are meant for others; everything else is public only for neighbouring
 * packages.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session;
