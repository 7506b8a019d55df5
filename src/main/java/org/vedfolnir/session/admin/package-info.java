/**
 * What an application can know about its sessions and do with them, independent of the container: list, end, record,
 * health.
 *
 * <p>The manager publishes a {@link org.vedfolnir.session.admin.SessionRegistry} as an attribute of the servlet context
 * when it starts. An application's CDI container starts earlier, so read the attribute when you need it. Sessions are
 * named by their handle; no id passes through here.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.admin;
