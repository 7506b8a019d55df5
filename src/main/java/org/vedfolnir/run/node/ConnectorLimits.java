package org.vedfolnir.run.node;

import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.IntrospectionUtils;

/**
 * The limits for one client of a node, as in {@code server-config/tomcat/server.xml}, which explains each; a test
 * compares the two.
 */
final class ConnectorLimits {

    static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            Map.entry("maxThreads", "200"),
            Map.entry("maxConnections", "8192"),
            Map.entry("acceptCount", "100"),
            Map.entry("connectionTimeout", "10000"),
            Map.entry("keepAliveTimeout", "15000"),
            Map.entry("maxKeepAliveRequests", "1000"),
            Map.entry("disableUploadTimeout", "false"),
            Map.entry("connectionUploadTimeout", "5000"),
            Map.entry("maxPostSize", "65536"),
            Map.entry("maxSwallowSize", "65536"),
            Map.entry("maxParameterCount", "500"),
            Map.entry("maxHttpRequestHeaderSize", "32768"),
            Map.entry("xpoweredBy", "false"));

    private ConnectorLimits() {}

    static void set(Connector connector) {
        ATTRIBUTES.forEach((name, value) -> {
            // as Tomcat itself sets the attributes of server.xml
            if (!IntrospectionUtils.setProperty(connector, name, value)) {
                throw new IllegalStateException("This Tomcat's connector has no " + name + ".");
            }
        });
    }
}
