package org.vedfolnir.benchmark.server;

import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Manager;
import org.apache.tomcat.util.IntrospectionUtils;

/** A manager of Tomcat's, named and set as in {@code context.xml}: {@code manager} is its class, all other settings are attributes. */
public final class ManagerContestant implements Contestant {

    @Override
    public void install(Context context, Map<String, String> settings) throws Exception {
        setManager(context, settings);
        WorkloadServlet.addTo(context);
    }

    /** Gives the context its manager and no servlet. */
    public static void setManager(Context context, Map<String, String> settings) throws ReflectiveOperationException {
        var name = settings.getOrDefault("manager", "org.apache.catalina.session.StandardManager");
        var manager = (Manager) Class.forName(name).getConstructor().newInstance();
        settings.forEach((attribute, value) -> set(manager, attribute, value));
        context.setManager(manager);
    }

    private static void set(Manager manager, String attribute, String value) {
        if (!attribute.equals("manager") && !IntrospectionUtils.setProperty(manager, attribute, value)) {
            throw new IllegalArgumentException(manager.getClass().getName() + " has no attribute " + attribute + ".");
        }
    }
}
