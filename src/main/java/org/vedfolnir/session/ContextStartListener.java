package org.vedfolnir.session;

import java.net.URL;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.tomcat.JarScanFilter;
import org.apache.tomcat.JarScanType;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Prepares a context before the application, and the manager, start. Runs at each start of the context, so also at each
 * reload.
 */
final class ContextStartListener implements LifecycleListener {

    /** Empty if the classes are in a folder. */
    private static final String JAR = jar();

    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        var context = (Context) event.getLifecycle();
        switch (event.getType()) {
            case Lifecycle.BEFORE_START_EVENT -> skipOurJar(context);
            case Lifecycle.CONFIGURE_START_EVENT ->
                context.getServletContext().setAttribute(SessionRegistry.EXPECTED, true);
            default -> {
                // other events need nothing
            }
        }
    }

    /**
     * For each web application, Tomcat scans each jar of its lib folder for tag libraries, and each class for servlet
     * container initializers. This jar has neither, and five thousand classes.
     */
    private static void skipOurJar(Context context) {
        var scanner = context.getJarScanner();
        if (!JAR.isEmpty() && !(scanner.getJarScanFilter() instanceof AllButOurs)) {
            scanner.setJarScanFilter(new AllButOurs(scanner.getJarScanFilter()));
        }
    }

    private record AllButOurs(JarScanFilter others) implements JarScanFilter {

        @Override
        public boolean check(JarScanType type, String name) {
            return !JAR.equals(name) && others.check(type, name);
        }

        @Override
        public boolean isSkipAll() {
            return others.isSkipAll();
        }
    }

    private static String jar() {
        var source = ContextStartListener.class.getProtectionDomain().getCodeSource();
        URL place = source == null ? null : source.getLocation();
        var path = place == null ? "" : place.getPath();
        return path.endsWith(".jar") ? path.substring(path.lastIndexOf('/') + 1) : "";
    }
}
