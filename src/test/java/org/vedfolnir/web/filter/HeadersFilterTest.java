package org.vedfolnir.web.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over HTTPS behind a proxy that terminates it. */
class HeadersFilterTest {

    @Test
    void sendsHstsWithSubdomainsByDefault(@TempDir Path folder) throws Exception {
        assertThat(strictTransport(folder, "true")).isEqualTo("max-age=31536000; includeSubDomains");
    }

    @Test
    void omitsSubdomainsIfConfigured(@TempDir Path folder) throws Exception {
        assertThat(strictTransport(folder, "false")).isEqualTo("max-age=31536000");
    }

    @Test
    void prefersTheOperatorsPropertyToTheApplicationsParameter(@TempDir Path folder) throws Exception {
        System.setProperty("vedfolnir.hstsSubdomains", "false");
        try {
            assertThat(strictTransport(folder, "true")).isEqualTo("max-age=31536000");
        } finally {
            System.clearProperty("vedfolnir.hstsSubdomains");
        }
    }

    private static String strictTransport(Path folder, String subdomains) throws Exception {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setSecure(true);
        var context = tomcat.addContext("", folder.toString());
        context.addParameter("vedfolnir.hstsSubdomains", subdomains);
        add(context);
        tomcat.start();
        try {
            var address = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Strict-Transport-Security")
                    .orElse("");
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private static void add(Context context) {
        var definition = new FilterDef();
        definition.setFilterName("headers");
        definition.setFilter(new HeadersFilter());
        definition.setFilterClass(HeadersFilter.class.getName());
        context.addFilterDef(definition);
        var map = new FilterMap();
        map.setFilterName("headers");
        map.addURLPattern("/*");
        context.addFilterMap(map);
        // a filter needs a servlet behind it
        Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet")
                .addMapping("/");
    }
}
