/** The sessions of the cluster as an operator's tools see them: Tomcat Manager, {@code jmxproxy}, JMX. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.registry.listing;
