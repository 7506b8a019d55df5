package org.vedfolnir.session.framework;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** An application of one Faces page, with a session-scoped bean, a view-scoped bean and a word in the flash, for any implementation. */
public final class CounterApplication {

    private static final String WEB = """
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"%s>
          <distributable/>
          <servlet><servlet-name>faces</servlet-name><servlet-class>jakarta.faces.webapp.FacesServlet</servlet-class></servlet>
          <servlet-mapping><servlet-name>faces</servlet-name><url-pattern>*.xhtml</url-pattern></servlet-mapping>
          <env-entry><env-entry-name>faces/FlashSecretKey</env-entry-name><env-entry-type>java.lang.String</env-entry-type>
            <env-entry-value>%s</env-entry-value></env-entry>
        </web-app>
        """;
    private static final String BEANS = """
        <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
        """;
    private static final String PAGE = """
        <html xmlns="http://www.w3.org/1999/xhtml" xmlns:h="jakarta.faces.html">
        <h:head/><h:body>
          visits #{visits.count} page #{page.count} said #{flash.said}.
          <h:form id="form">
            <h:commandButton id="visit" value="visit" action="#{visits.next()}"/>
            <h:commandButton id="turn" value="turn" action="#{page.next()}"/>
            <h:commandButton id="say" value="say" action="#{visits.say()}"/>
          </h:form>
        </h:body></html>
        """;

    /** Mojarra's flash cookie opens only on the node that sealed it, unless all nodes have one key for it. */
    private static final String FLASH_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private CounterApplication() {}

    /** Says that a container need not scan the class path. */
    static final String COMPLETE = " metadata-complete=\"true\"";

    /** Writes the application into that folder, which may be missing. */
    public static void write(Path folder) throws IOException {
        write(folder, "");
    }

    public static void write(Path folder, String complete) throws IOException {
        var inside = Files.createDirectories(folder.resolve("WEB-INF"));
        Files.writeString(folder.resolve("counter.xhtml"), PAGE);
        Files.writeString(inside.resolve("web.xml"), WEB.formatted(complete, FLASH_KEY));
        Files.writeString(inside.resolve("beans.xml"), BEANS);
        for (var bean : new Class<?>[] {VisitCounter.class, PageCounter.class}) {
            copy(bean, inside.resolve("classes"));
        }
    }

    private static void copy(Class<?> bean, Path classes) throws IOException {
        var name = bean.getName().replace('.', '/') + ".class";
        var target = classes.resolve(name);
        Files.createDirectories(target.resolveSibling(""));
        try (var in = CounterApplication.class.getResourceAsStream('/' + name)) {
            Files.write(target, Objects.requireNonNull(in).readAllBytes());
        }
    }
}
