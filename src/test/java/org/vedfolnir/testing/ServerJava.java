package org.vedfolnir.testing;

import java.nio.file.Path;

/**
 * The JDK of the servers that tests start, and whether these serve requests on virtual threads: {@code -Dserver.java.home=} and {@code
 * -Dserver.virtual.threads=true} of the build. By default that of the tests, with platform threads.
 */
public final class ServerJava {

    private static final String HOME = System.getProperty("vedfolnir.server.java.home", "");
    private static final boolean VIRTUAL = Boolean.getBoolean("vedfolnir.server.virtual.threads");

    private ServerJava() {}

    public static String home() {
        return HOME.isEmpty() ? System.getProperty("java.home") : HOME;
    }

    public static String command() {
        return Path.of(home(), "bin", "java").toString();
    }

    /** As docs/containers.md says: Tomcat 10.1 loads a native library, of which a newer JDK warns. */
    public static String options() {
        return HOME.isEmpty() ? "" : " --enable-native-access=ALL-UNNAMED";
    }

    public static boolean hasVirtualThreads() {
        return VIRTUAL;
    }

    /** The same {@code server.xml}, with virtual threads if the servers have them. */
    static String connectors(String serverXml) {
        return VIRTUAL ? serverXml.replace("<Connector ", "<Connector useVirtualThreads=\"true\" ") : serverXml;
    }
}
