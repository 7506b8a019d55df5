package org.vedfolnir.web;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Stops the start of the application in a container that another WAR is for, or without the session manager, or with an older one, before the database
 * is used. One sentence replaces the missing classes or beans that would fail otherwise. This class may use constants of the jar only, which the compiler
 * copies.
 */
public final class ManagerRequired implements ServletContainerInitializer {

    private static final String CDI = "jakarta.enterprise.inject.spi.CDI";
    private static final String LINE = "<Manager className=\"org.vedfolnir.session.VedfolnirSessionManager\"/>";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) throws ServletException {
        requireFittingWar(context);
        var jar = registry();
        if (jar == null) {
            throw new UnfitContainerException(
                    "Vedfolnir needs its session manager: copy vedfolnir-session-manager.jar into the container's lib folder, add "
                            + LINE + " to conf/context.xml and start it again; docs/install.md shows both.");
        }
        requireVersion(context, jar.getPackage().getImplementationVersion());
        if (context.getAttribute(SessionRegistry.EXPECTED) == null) {
            throw new UnfitContainerException("The context " + context.getContextPath()
                    + " uses another session manager, and Vedfolnir needs its own: add " + LINE
                    + " to conf/context.xml and start the container again; docs/install.md shows it.");
        }
    }

    /** Either the container or the WAR brings CDI, and Faces with it: two of each do not work together. */
    private static void requireFittingWar(ServletContext context) throws ServletException {
        var ofContainer = find(CDI, ServletContext.class.getClassLoader()) != null;
        var ofWar = bringsCdi(context);
        if (ofWar && ofContainer) {
            throw new UnfitContainerException("This is the WAR for Tomcat, with CDI and Faces inside, and "
                    + context.getServerInfo()
                    + " here has its own, as TomEE: deploy vedfolnir-tomee.war instead; docs/containers.md shows it.");
        }
        if (!finds(CDI)) {
            throw new UnfitContainerException(
                    "This is the WAR for TomEE, without CDI and Faces inside, and " + context.getServerInfo()
                            + " has none: deploy vedfolnir.war instead; docs/containers.md shows it.");
        }
    }

    private static boolean bringsCdi(ServletContext context) {
        var libraries = context.getResourcePaths("/WEB-INF/lib/");
        return libraries != null && libraries.stream().anyMatch(path -> path.contains("/weld-"));
    }

    /** An older jar lacks classes that this application needs. Classes outside an archive have no version. */
    private static void requireVersion(ServletContext context, @Nullable String ofJar) throws ServletException {
        var own = version(context);
        if (own != null && ofJar != null && Version.parse(ofJar).compareTo(Version.parse(own)) < 0) {
            throw new UnfitContainerException("Vedfolnir " + own + " needs its session manager in version " + own
                    + " or newer, and the container's lib folder has " + ofJar
                    + ": replace vedfolnir-session-manager.jar there and start the container again.");
        }
    }

    private static @Nullable String version(ServletContext context) {
        try (var manifest = context.getResourceAsStream("/" + JarFile.MANIFEST_NAME)) {
            return manifest == null
                    ? null
                    : new Manifest(manifest).getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        } catch (IOException e) {
            throw new UncheckedIOException("The application's " + JarFile.MANIFEST_NAME + " cannot be read", e);
        }
    }

    private static @Nullable Class<?> registry() {
        return find(SessionRegistry.ATTRIBUTE, ManagerRequired.class.getClassLoader());
    }

    static boolean finds(String name) {
        return find(name, ManagerRequired.class.getClassLoader()) != null;
    }

    private static @Nullable Class<?> find(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Has no stack trace: the message says what to do. */
    private static final class UnfitContainerException extends ServletException {

        private static final long serialVersionUID = 1;

        UnfitContainerException(String sentence) {
            super(sentence);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
