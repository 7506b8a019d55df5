package org.vedfolnir.account.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ExplodedImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.account.ApplicationArchive;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.TestFolders;

/** A visitor requests an application that has its own servlet at public paths. */
class PublicPagesTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String ROOT = "/own";
    private static final HttpClient VISITOR =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Tomcat TOMCAT = new Tomcat();

    @BeforeAll
    static void start() throws Exception {
        var base = TestFolders.make("vedfolnir-public-pages");
        Files.createDirectories(base.resolve("webapps"));
        var war = base.resolve("own.war");
        application().as(ZipExporter.class).exportTo(war.toFile());
        TOMCAT.setBaseDir(base.toString());
        TOMCAT.setPort(0);
        TOMCAT.getConnector();
        var context = TOMCAT.addWebapp(ROOT, war.toString());
        context.setManager(new VedfolnirSessionManager());
        context.setParentClassLoader(PublicPagesTest.class.getClassLoader());
        TOMCAT.start();
    }

    @AfterAll
    static void stop() throws Exception {
        TOMCAT.stop();
        TOMCAT.destroy();
    }

    private static WebArchive application() throws IOException {
        var descriptor = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"))
                .replaceFirst(
                        "(?=<context-param>)",
                        "<context-param><param-name>vedfolnir.publicPaths</param-name><param-value>/about, /pub/*</param-value></context-param>");
        var archive = ApplicationArchive.make("public-pages", REDIS.url());
        archive.as(ExplodedImporter.class).importDirectory(new File("src/main/webapp"));
        archive.delete("/WEB-INF/web.xml");
        return archive.addAsResource("org/vedfolnir/messages.properties")
                .addAsResource("org/vedfolnir/messages_de.properties")
                .addAsResource("org/vedfolnir/messages_en.properties")
                .setWebXML(new StringAsset(descriptor));
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var address = URI.create("http://localhost:" + TOMCAT.getConnector().getLocalPort() + ROOT + path);
        return VISITOR.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/about", "/pub", "/pub/", "/pub/page", "/pub/deep/page.html", "/pub/page."})
    void showsAPublicPageToAVisitorAndCreatesNoSession(String path) throws Exception {
        var page = get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("served " + path + ", signed in: false");
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/inner", "/home", "/platforms", "/sessions", "/users", "/api/session/state"})
    void asksAVisitorToSignInForEveryOtherPage(String path) throws Exception {
        var page = get(path);

        assertThat(page.statusCode()).isEqualTo(path.startsWith("/api/") ? 401 : 302);
        assertThat(page.headers().firstValue("Location").orElse("/login")).contains("/login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/pub/../inner",
                "/pub/../home",
                "/pub/./../inner",
                "/pub//../inner",
                "/pub/%2e%2e/inner",
                "/pub/%2E./home",
                "/pub/..;/inner",
                "/pub/..;x=y/inner",
                "/pub;x/../inner",
                "/pub;jsessionid=x/../inner",
                "/pub/..%2finner",
                "/pub%2f..%2finner",
                "/pub/..%5cinner",
                "/pub/%252e%252e/inner",
                "/about/../inner",
                "/about;/../inner",
                "/inner;jsessionid=0123456789abcdef",
                "/inner;/pub/x",
                "/inner/../pub/../inner",
                "/inner.",
                "/inner/",
                "/inner/pub/x",
                "/inner%2e",
                "/inner%20",
                "/inner%00/pub/x",
                "/./inner",
                "//inner",
                "/home.xhtml",
                "/home.xhtml/pub/x",
                "/pub/../WEB-INF/web.xml"
            })
    void opensNoPrivatePageByAnotherSpelling(String path) throws Exception {
        var page = get(path);

        assertThat(page.statusCode()).isIn(302, 400, 404);
        assertThat(page.headers().firstValue("Location").orElse("/login")).contains("/login");
        assertThat(page.body()).doesNotContain("served /inner", "signed in:");
    }

    @Test
    void answers404ForAPathThatNoServletServes() throws Exception {
        assertThat(get("/pubx").statusCode()).isEqualTo(404);
    }
}
