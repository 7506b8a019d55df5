package org.vedfolnir.session.operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.apache.catalina.JmxEnabled;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.Server;
import org.apache.tomcat.util.modeler.Registry;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.DrainState;

/**
 * The draining of one Tomcat, with all its applications. It begins by the MBean {@code Catalina:type=Draining}, or by the file {@value #FILE} below
 * {@code CATALINA_BASE}, and ends by the MBean, by removing the file, or by a restart. A listener of the server, which has one for as long as it runs.
 * Thread-safe.
 */
public final class Draining implements DrainState, LifecycleListener {

    /** Below {@code CATALINA_BASE}, in a folder that Tomcat can write and that Tomcat's own user owns. */
    static final String FILE = "work/draining";

    private static final System.Logger LOG = System.getLogger(Draining.class.getName());

    /** Not the server: a thread holds it while it starts, and may wait for those that start applications. */
    private static final Object LOCK = new Object();

    private final Path file;
    private final AtomicBoolean isLogged = new AtomicBoolean();
    private final @Nullable ObjectName name;
    private volatile boolean isRequested;

    private Draining(Server server) {
        this.file = server.getCatalinaBase().toPath().resolve(FILE);
        this.name = server instanceof JmxEnabled named ? name(named.getDomain()) : null;
    }

    private static @Nullable ObjectName name(String domain) {
        try {
            return new ObjectName(domain + ":type=Draining");
        } catch (MalformedObjectNameException e) {
            return null; // the engine has a name that no MBean can have; the file works
        }
    }

    /** Returns that of the Tomcat that has a container; empty if the container is in none. */
    public static Optional<Draining> of(@Nullable Container container) {
        for (var each = container; each != null; each = each.getParent()) {
            if (each instanceof Engine engine && engine.getService() != null) {
                return Optional.ofNullable(engine.getService().getServer()).map(Draining::of);
            }
        }
        return Optional.empty();
    }

    private static Draining of(Server server) {
        synchronized (LOCK) {
            for (var each : server.findLifecycleListeners()) {
                if (each instanceof Draining known) {
                    return known;
                }
            }
            var begun = new Draining(server);
            server.addLifecycleListener(begun);
            begun.removeFileOfTheLastRun();
            begun.register();
            return begun;
        }
    }

    /** Otherwise the Tomcat that was drained for a restart would drain again. */
    private void removeFileOfTheLastRun() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "This Tomcat drains from its start on, because it cannot remove {0} of its last run: {1}. Remove that file, and let Tomcat''s"
                            + " user write into the folder.",
                    file,
                    e);
        }
    }

    private void register() {
        try {
            if (name != null) {
                Registry.getRegistry(null, null).registerComponent(this, name, null);
            }
        } catch (Exception e) { // what the method declares
            LOG.log(System.Logger.Level.WARNING, "JMX cannot drain this Tomcat. Its file work/draining can.", e);
        }
    }

    /** A Tomcat that starts again in the same process begins with another. */
    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        if (Lifecycle.AFTER_STOP_EVENT.equals(event.getType())) {
            event.getLifecycle().removeLifecycleListener(this);
            if (name != null) {
                Registry.getRegistry(null, null).unregisterComponent(name);
            }
        }
    }

    @Override
    public boolean isDraining() {
        var isDraining = isRequested || Files.exists(file);
        if (isLogged.getAndSet(isDraining) != isDraining) {
            logChange(isDraining);
        }
        return isDraining;
    }

    private static void logChange(boolean isDraining) {
        if (isDraining) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "This Tomcat drains: /health/ready is DOWN, and it serves what still arrives. Stop it when nothing arrives any more.");
        } else {
            LOG.log(System.Logger.Level.INFO, "This Tomcat drains no longer.");
        }
    }

    /** The file whose existence drains this Tomcat, for JMX. */
    public String getFile() {
        return file.toString();
    }

    /** For JMX. */
    public void drain() {
        isRequested = true;
        isDraining();
    }

    /**
     * For JMX.
     *
     * @throws IllegalStateException if the file cannot be removed
     */
    public void resume() {
        isRequested = false;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IllegalStateException("This Tomcat drains as long as " + file + " exists. Remove it: " + e);
        }
        isDraining();
    }
}
