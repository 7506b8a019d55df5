/**
 * The operations of the web application, JMX and the background thread on all sessions of the cluster: implements
 * {@link org.vedfolnir.session.admin.SessionRegistry}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.registry;
