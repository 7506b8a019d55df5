package org.vedfolnir.session;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** A real Tomcat with the real manager and an application of Weld and Mojarra, which keep their state in the session. */
final class FacesSite implements AutoCloseable {

    private static final String WEB = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
              <servlet><servlet-name>faces</servlet-name><servlet-class>jakarta.faces.webapp.FacesServlet</servlet-class></servlet>
              <servlet-mapping><servlet-name>faces</servlet-name><url-pattern>*.xhtml</url-pattern></servlet-mapping>
            </web-app>
            """;
    private static final String PAGE = """
            <html xmlns="http://www.w3.org/1999/xhtml" xmlns:h="jakarta.faces.html">
            <h:head/><h:body>
              visits #{visits.count} page #{page.count}
              <h:form id="form">
                <h:commandButton id="visit" value="visit" action="#{visits.next()}"/>
                <h:commandButton id="turn" value="turn" action="#{page.next()}"/>
              </h:form>
            </h:body></html>
            """;

    private final Tomcat tomcat = new Tomcat();

    FacesSite(String redisUrl, String keys) throws IOException, URISyntaxException, LifecycleException {
        var base = Files.createTempDirectory("vedfolnir-faces");
        var application = Files.createDirectories(base.resolve("site"));
        Files.writeString(application.resolve("counter.xhtml"), PAGE);
        var inside = Files.createDirectories(application.resolve("WEB-INF"));
        Files.writeString(inside.resolve("web.xml"), WEB);
        Files.writeString(inside.resolve("beans.xml"), "<beans bean-discovery-mode=\"annotated\"/>");
        for (var bean : new Class<?>[] {VisitCounter.class, PageCounter.class}) {
            copy(bean, inside.resolve("classes"));
        }
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var context = tomcat.addWebapp("", application.toString());
        context.setParentClassLoader(FacesSite.class.getClassLoader());
        var manager = new VedfolnirSessionManager();
        manager.setRedisUrl(redisUrl);
        manager.setEncryptionKeys(keys);
        context.setManager(manager);
        tomcat.start();
    }

    private static void copy(Class<?> bean, Path classes) throws IOException, URISyntaxException {
        var name = bean.getName().replace('.', '/') + ".class";
        var target = classes.resolve(name);
        Files.createDirectories(target.getParent());
        try (var in = FacesSite.class.getResourceAsStream('/' + name)) {
            Files.write(target, java.util.Objects.requireNonNull(in).readAllBytes());
        }
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
