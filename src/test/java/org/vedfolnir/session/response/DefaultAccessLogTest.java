package org.vedfolnir.session.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.session.SecureErrorReportValve;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.redis.RealRedis;

/** The access logs of a Tomcat have the same lines with our valves as without, at each level. */
class DefaultAccessLogTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String SECOND = "second.example";

    @TempDir
    private Path folder = Path.of("");

    /** The levels with access logs. */
    private enum Logs {
        DEFAULT_HOST,
        ROOT_OF_DEFAULT_HOST,
        BOTH_HOSTS,
        ENGINE_AND_DEFAULT_HOST,
        APPLICATION_AND_DEFAULT_HOST
    }

    private static final class Lines extends AbstractAccessLogValve {

        private final String name;
        private final List<String> to;

        Lines(String name, List<String> to) {
            this.name = name;
            this.to = to;
            setPattern("%s %r");
        }

        @Override
        protected void log(CharArrayWriter message) {
            to.add(name + ": " + message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DEFAULT_HOST, true, false",
        "DEFAULT_HOST, false, true",
        "DEFAULT_HOST, true, true",
        "ROOT_OF_DEFAULT_HOST, true, true",
        "ROOT_OF_DEFAULT_HOST, true, false",
        "BOTH_HOSTS, true, true",
        "ENGINE_AND_DEFAULT_HOST, true, true",
        "APPLICATION_AND_DEFAULT_HOST, true, true"
    })
    void writesTheSameLinesAsWithoutOurValves(Logs logs, boolean manager, boolean errorReports) throws Exception {
        var expected = lines(logs, false, false);

        assertThat(lines(logs, manager, errorReports)).isEqualTo(expected);
        assertThat(expected)
                .filteredOn(line -> line.endsWith("302 GET /shop HTTP/1.1"))
                .as("lines of both hosts")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    private List<String> lines(Logs logs, boolean manager, boolean errorReports) throws Exception {
        var lines = Collections.synchronizedList(new ArrayList<String>());
        var tomcat = tomcat(logs, manager, errorReports, lines);
        try {
            tomcat.start();
            for (var host : new String[] {SECOND, "localhost"}) {
                ask(tomcat, "GET /shop HTTP/1.1\r\nHost: " + host);
                ask(tomcat, "GET /shop/page HTTP/1.1\r\nHost: " + host);
                ask(tomcat, "GET /none HTTP/1.1\r\nHost: " + host);
            }
            ask(tomcat, "OPTIONS * HTTP/1.1\r\nHost: " + SECOND);
            ask(tomcat, "GET /shop HTTP/9.9\r\nHost: " + SECOND);
            ask(tomcat, "GET /shop HTTP/1.1");
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
        return List.copyOf(lines);
    }

    private Tomcat tomcat(Logs logs, boolean manager, boolean errorReports, List<String> lines) throws IOException {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var host = (StandardHost) tomcat.getHost();
        var second = new StandardHost();
        second.setName(SECOND);
        tomcat.getEngine().addChild(second);
        var docs = Files.createDirectories(folder.resolve("docs")).toString();
        for (var each : new StandardHost[] {host, second}) {
            var shop = tomcat.addContext(each, "/shop", docs);
            Tomcat.addServlet(shop, "probe", new ProbeServlet()).addMapping("/");
            if (manager) {
                shop.setManager(Node.manager(REDIS.url(), "", ours -> {}));
            }
            if (errorReports) {
                each.setErrorReportValveClass(SecureErrorReportValve.class.getName());
            }
            if (logs == Logs.APPLICATION_AND_DEFAULT_HOST) {
                shop.getPipeline().addValve(new Lines("application of " + each.getName(), lines));
            }
            if (each == host && logs != Logs.ROOT_OF_DEFAULT_HOST || logs == Logs.BOTH_HOSTS) {
                each.getPipeline().addValve(new Lines(each.getName(), lines));
            }
        }
        if (logs == Logs.ROOT_OF_DEFAULT_HOST) {
            tomcat.addContext(host, "", docs).getPipeline().addValve(new Lines("root", lines));
        }
        if (errorReports) {
            tomcat.getEngine().getPipeline().addValve(new SecureErrorReportValve());
        }
        if (logs == Logs.ENGINE_AND_DEFAULT_HOST) {
            tomcat.getEngine().getPipeline().addValve(new Lines("engine", lines));
        }
        return tomcat;
    }

    /** The connection closes when the log is written. */
    private static void ask(Tomcat tomcat, String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", tomcat.getConnector().getLocalPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((request + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }
}
