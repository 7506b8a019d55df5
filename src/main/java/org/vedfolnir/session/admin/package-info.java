/**
 * What an application may know of its sessions and do to them, without knowing the container: list, end, record, health.
 *
 * <p>The manager publishes a {@link org.vedfolnir.session.admin.SessionRegistry} as an attribute of the servlet context when it starts. An
 * application's CDI container starts earlier: look the attribute up when it is needed. Sessions are named by their handle; no id
 * passes through here.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.admin;
