package org.vedfolnir.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.vedfolnir.session.former.Basket;

/** An application of one page, which moves from one manager to another: it fills a basket, and shows who is signed in. */
final class MovedShop {

    static final String PASSWORD = "moved-with-the-session";

    private static final Path FETCHED = Path.of("target", "moving");
    private static final String WEB = """
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
          %s
        </web-app>
        """;
    private static final String LOGIN = """
        <security-constraint>
          <web-resource-collection><web-resource-name>own</web-resource-name><url-pattern>/own.jsp</url-pattern></web-resource-collection>
          <auth-constraint><role-name>customer</role-name></auth-constraint>
        </security-constraint>
        <login-config><auth-method>FORM</auth-method>
          <form-login-config><form-login-page>/login.jsp</form-login-page><form-error-page>/error.jsp</form-error-page></form-login-config>
        </login-config>
        <security-role><role-name>customer</role-name></security-role>
        """;
    private static final String USERS = """
        <tomcat-users xmlns="http://tomcat.apache.org/xml" version="1.0">
          <role rolename="customer"/>
          <role rolename="manager-jmx"/>
          <user username="ann" password="%1$s" roles="customer"/>
          <user username="operator" password="%1$s" roles="manager-jmx"/>
        </tomcat-users>
        """;
    private static final String PAGE = """
        <%@ page session="false" import="org.vedfolnir.session.former.Basket" %><%
          var name = request.getParameter("name");
          if (name != null) {
            request.getSession().setAttribute("name", name);
            request.getSession().setAttribute("basket", Basket.of(name, "tea", "jam"));
          }
          if (request.getParameter("leave") != null) {
            request.getSession(false).invalidate();
          }
          var now = request.getSession(false);
        %><%= now == null ? "no session" : now.getAttribute("name") + " has " + now.getAttribute("basket") %>, user <%= request.getRemoteUser() %>.""";

    private MovedShop() {}

    /** Writes the application, with a form login of the container, and the users of the Tomcat. */
    static StockTomcat into(StockTomcat tomcat) throws IOException {
        write(tomcat, LOGIN);
        var folder = folder(tomcat);
        for (var page : new String[] {"own", "login", "error"}) {
            Files.writeString(
                    folder.resolve(page + ".jsp"),
                    page.equals("own") ? PAGE : "<%@ page session=\"false\" %>" + page + " page");
        }
        Files.writeString(tomcat.home().resolve("conf/tomcat-users.xml"), USERS.formatted(PASSWORD));
        return tomcat;
    }

    /** Writes the application with these elements of its {@code web.xml}. */
    static void write(StockTomcat tomcat, String elements) throws IOException {
        var folder = folder(tomcat);
        var classes = Files.createDirectories(folder.resolve("WEB-INF/classes/org/vedfolnir/session/former"));
        Files.writeString(folder.resolve("WEB-INF/web.xml"), WEB.formatted(elements));
        Files.writeString(folder.resolve("shop.jsp"), PAGE);
        try (var in = Basket.class.getResourceAsStream("Basket.class")) {
            Files.write(
                    classes.resolve("Basket.class"), Objects.requireNonNull(in).readAllBytes());
        }
    }

    private static Path folder(StockTomcat tomcat) {
        return tomcat.home().resolve("webapps/shop");
    }

    /** Copies the libraries that the profile fetched. */
    static void copy(String set, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var jars = Files.list(FETCHED.resolve(set))) {
            for (var jar : jars.toList()) {
                Files.copy(jar, folder.resolve(jar.getFileName()));
            }
        }
    }

    /** Sets the manager of all applications of a Tomcat. */
    static void manager(StockTomcat tomcat, String line) throws IOException {
        Files.writeString(tomcat.home().resolve("conf/context.xml"), "<Context>" + line + "</Context>");
    }

    /** Our manager, with these attributes. */
    static void ours(StockTomcat tomcat, String attributes) throws IOException {
        manager(tomcat, "<Manager className=\"org.vedfolnir.session.VedfolnirSessionManager\" " + attributes + "/>");
    }
}
