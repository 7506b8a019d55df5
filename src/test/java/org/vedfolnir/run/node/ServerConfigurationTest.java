package org.vedfolnir.run.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.configuration.Setting;
import org.vedfolnir.session.settings.ManagerSetting;
import org.vedfolnir.session.store.redis.settings.RedissonConfiguration;
import org.vedfolnir.web.ApplicationSetting;

/** Each file of server-config works for its purpose. */
class ServerConfigurationTest {

    private static final Path SHIPPED = Path.of("server-config");
    private static final Path TESTS = Path.of("src/test/java/org/vedfolnir");

    /** The test that uses a file as an operator installs it. */
    private static final Map<String, String> TESTED = Map.ofEntries(
            Map.entry("grafana/vedfolnir-sessions.json", "session/metrics/MonitoringFilesTest"),
            Map.entry("postgresql/database.sql", "database/ShippedPostgresTest"),
            Map.entry("postgresql/pg_hba.conf", "database/ShippedPostgresTest"),
            Map.entry("postgresql/postgresql.conf", "database/ShippedPostgresTest"),
            Map.entry("prometheus/alerts.yml", "session/metrics/PrometheusRulesTest"),
            Map.entry("prometheus/alerts.test.yml", "session/metrics/PrometheusRulesTest"),
            Map.entry("redis/redis.conf", "session/store/redis/ShippedRedis"),
            Map.entry("redis/users.acl", "session/store/redis/ShippedRedis"),
            Map.entry("redis/redisson-sentinel.yaml", "run/node/ServerConfigurationTest"),
            Map.entry("redis/redisson-cluster.yaml", "run/node/ServerConfigurationTest"),
            Map.entry("spring-boot/application.properties", "packaging/ExampleNode"),
            Map.entry("systemd/tomcat.service", "packaging/SystemdUnitIT"),
            Map.entry("tomcat/context.xml", "testing/Distribution"),
            Map.entry("tomcat/server.xml", "testing/Distribution"),
            Map.entry("tomcat/setenv.sh", "run/node/ServerConfigurationTest"),
            Map.entry("nginx/site.conf", "packaging/NginxProxy"),
            Map.entry("nginx/nodes.conf", "packaging/ReverseProxy"),
            Map.entry("nginx/nodes-sticky.conf", "packaging/ReverseProxy"),
            Map.entry("nginx/follow-readiness.sh", "packaging/NginxProxy"),
            Map.entry("httpd/site.conf", "packaging/HttpdProxy"),
            Map.entry("httpd/nodes.conf", "packaging/ReverseProxy"),
            Map.entry("httpd/nodes-sticky.conf", "packaging/ReverseProxy"),
            Map.entry("tomcat/logging.properties", "packaging/JsonLogIT"),
            Map.entry("tomee/server.xml", "testing/Distribution"));

    /** The properties of Spring Boot that are attributes of a connector. */
    private static final Map<String, String> OF_BOOT = Map.of(
            "server.tomcat.threads.max", "maxThreads",
            "server.tomcat.max-connections", "maxConnections",
            "server.tomcat.accept-count", "acceptCount",
            "server.tomcat.connection-timeout", "connectionTimeout",
            "server.tomcat.keep-alive-timeout", "keepAliveTimeout",
            "server.tomcat.max-keep-alive-requests", "maxKeepAliveRequests",
            "server.tomcat.max-http-form-post-size", "maxPostSize",
            "server.tomcat.max-swallow-size", "maxSwallowSize",
            "server.max-http-request-header-size", "maxHttpRequestHeaderSize");

    @Test
    void requiresATestAndALineInTheReadmeForEachFile() throws Exception {
        var files = new TreeSet<Path>();
        try (var all = Files.walk(SHIPPED)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("README.md"))
                    .forEach(files::add);
        }
        assertThat(files.stream().map(file -> SHIPPED.relativize(file).toString()))
                .containsExactlyInAnyOrderElementsOf(TESTED.keySet());
        for (var file : files) {
            var name = file.getFileName().toString();
            var test = TESTED.get(SHIPPED.relativize(file).toString());
            assertThat(Files.readString(TESTS.resolve(test + ".java")))
                    .containsPattern("\"([^\"]*[/ ])?" + Pattern.quote(name));
            assertThat(Files.readString(file.resolveSibling("README.md"))).contains("`" + name + "`");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redisson-sentinel.yaml", "redisson-cluster.yaml"})
    void acceptsTheRedissonConfigurations(String name) throws Exception {
        var read = RedissonConfiguration.parse(
                Files.readString(SHIPPED.resolve("redis").resolve(name)));

        assertThat(read.overridden()).isEmpty();
    }

    @Test
    void acceptsEachLineOfTheUsersFile() throws Exception {
        assertThat(Files.readAllLines(SHIPPED.resolve("redis").resolve("users.acl")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("user "));
    }

    @Test
    void setsOnlySettingsInTheVariablesFile() throws Exception {
        var script = SHIPPED.resolve("tomcat").resolve("setenv.sh");
        var known = settings();
        var all = Files.readString(script).replace("#export ", "export ");

        for (var text : new String[] {Files.readString(script), all}) {
            var set = variables(text);
            assertThat(set).isNotEmpty();
            assertThat(set.keySet()).allSatisfy(name -> assertThat(known).contains(name.replaceAll("_FILE$", "")));
            assertThat(set.values()).noneMatch(String::isEmpty);
        }
        assertThat(variables(all))
                .hasSizeGreaterThan(variables(Files.readString(script)).size());
    }

    /** The variables that a script exports, beyond those of a shell. */
    private static Map<String, String> variables(String script) throws Exception {
        var file = Files.createTempFile("setenv", ".sh");
        try {
            Files.writeString(file, script);
            var builder = new ProcessBuilder("/bin/sh", "-eu", "-c", ". " + file + "; env").redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().put("CATALINA_BASE", "/opt/tomcat"); // as in catalina.sh, which runs the file
            var process = builder.start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(out).isZero();
            return out.lines()
                    .map(line -> line.split("=", 2))
                    .filter(pair -> !Set.of("PWD", "SHLVL", "_", "OLDPWD", "CATALINA_BASE")
                            .contains(pair[0]))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        } finally {
            Files.delete(file);
        }
    }

    private static Set<String> settings() {
        return Stream.<Setting>concat(Stream.of(ManagerSetting.values()), Stream.of(ApplicationSetting.values()))
                .map(setting -> setting.definition().variable())
                .collect(Collectors.toSet());
    }

    @Test
    void hasOneConfigurationOfTomcatAndTomee() throws Exception {
        var tomee = elements("tomee/server.xml");
        var listener = "<Listener className=\"org.apache.tomee.catalina.ServerListener\"/>";

        assertThat(tomee.indexOf(listener))
                .as("TomEE's listener comes before all others")
                .isNotNegative()
                .isEqualTo(tomee.indexOf("<Listener "));
        assertThat(tomee.replace(listener, "")).isEqualTo(elements("tomcat/server.xml"));
    }

    /** The file without comments and line breaks. */
    private static String elements(String name) throws Exception {
        return Files.readString(SHIPPED.resolve(name))
                .replaceAll("(?s)<!--.*?-->", "")
                .replaceAll(">\\s+<", "><");
    }

    /** The attributes of the shipped connector that limit what one client may take. */
    private static Map<String, String> limits() throws Exception {
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(SHIPPED.resolve("tomcat/server.xml").toFile());
        var attributes = document.getElementsByTagName("Connector").item(0).getAttributes();
        var shipped = new HashMap<String, String>();
        for (var i = 0; i < attributes.getLength(); i++) {
            shipped.put(attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
        }
        shipped.keySet().removeAll(Set.of("port", "protocol", "address", "bindOnInit"));
        return shipped;
    }

    @Test
    void limitsSpringBootAsTheShippedConnector() throws Exception {
        var boot = new Properties();
        try (var in = Files.newBufferedReader(SHIPPED.resolve("spring-boot/application.properties"))) {
            boot.load(in);
        }
        var limits = limits();

        OF_BOOT.forEach((property, attribute) -> assertThat(number(boot.getProperty(property)))
                .as(property)
                .isEqualTo(Long.parseLong(limits.get(attribute))));
        assertThat(Files.readString(SHIPPED.resolve("tomcat/server.xml")))
                .contains("internalProxies=\"" + boot.getProperty("server.tomcat.remoteip.internal-proxies") + "\"");
    }

    /** In bytes or milliseconds, as Tomcat has it. */
    private static long number(String value) {
        var digits = value.replaceAll("\\D", "");
        return Long.parseLong(digits) * (value.endsWith("KB") ? 1024 : value.endsWith("s") ? 1000 : 1);
    }

    @Test
    void limitsTheNodesOfTheRunAsTheShippedConnector() throws Exception {
        var shipped = limits();

        assertThat(ConnectorLimits.ATTRIBUTES).isEqualTo(shipped);
        ConnectorLimits.set(new Tomcat().getConnector());
    }
}
