package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.KeyRing;
import org.vedfolnir.session.store.redis.RealRedis;

/** Tomcat's own single sign-on valve over two applications of a node, whose sessions are ours. */
class SingleSignOnTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String KEYS = KeyRing.generate();

    private static Tomcat a;
    private static Tomcat b;

    private final Map<String, String> cookies = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        a = node();
        b = node();
    }

    @AfterAll
    static void stop() throws LifecycleException {
        for (var node : new Tomcat[] {a, b}) {
            node.stop();
            node.destroy();
        }
    }

    private static Tomcat node() throws Exception {
        var tomcat = new Tomcat();
        var base = Files.createTempDirectory("vedfolnir-sso");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.addUser("ann", "secret");
        tomcat.addRole("ann", "user");
        tomcat.getHost().getPipeline().addValve(new SingleSignOn());
        for (var path : new String[] {"/one", "/two"}) {
            application(
                    tomcat, path, Files.createDirectories(base.resolve("docs")).toString());
        }
        tomcat.start();
        return tomcat;
    }

    private static void application(Tomcat tomcat, String path, String docs) {
        var context = tomcat.addContext(path, docs);
        context.setManager(Node.manager(REDIS.url(), KEYS, manager -> {}));
        Tomcat.addServlet(context, "probe", new ProbeServlet()).addMapping("/");
        context.addSecurityRole("user");
        context.setLoginConfig(new LoginConfig("BASIC", "test", null, null));
        var all = new SecurityCollection();
        all.addPattern("/*");
        var constraint = new SecurityConstraint();
        constraint.addAuthRole("user");
        constraint.addCollection(all);
        context.addConstraint(constraint);
        context.getPipeline().addValve(new BasicAuthenticator());
    }

    @Test
    void whoSignsInToOneApplicationIsSignedInToTheOther() {
        assertThat(get(a, "/two/who").statusCode()).isEqualTo(401);
        signIn();

        assertThat(get(a, "/two/who").body()).isEqualTo("ann, user: true");
        assertThat(get(a, "/one/who").body()).isEqualTo("ann, user: true");
    }

    @Test
    void whoLeavesOneApplicationHasLeftTheOther() {
        for (var leaving : new String[] {"/one/invalidate", "/one/logout"}) {
            signIn();
            get(a, "/two/set?name=color&value=blue");
            get(a, "/one/get?name=color");
            var two = cookies.getOrDefault("/two", "");
            get(a, leaving);

            assertThat(get(a, "/two/who").statusCode()).as(leaving).isEqualTo(401);
            assertThat(get(a, "/one/who").statusCode()).as(leaving).isEqualTo(401);
            assertThat(REDIS.exists("vedfolnir:session:" + two.substring(two.indexOf('=') + 1)))
                    .as("the other application's session is over, on every node")
                    .isFalse();
            cookies.clear();
        }
    }

    @Test
    void theOtherNodeKnowsTheSessionsAndNotTheSingleSignOn() {
        signIn();
        get(a, "/one/set?name=color&value=blue");

        assertThat(get(b, "/two/who").statusCode())
                .as("the sign-on does not travel")
                .isEqualTo(401);
        assertThat(get(b, "/one/get?name=color", "ann:secret").body())
                .as("the session does")
                .isEqualTo("blue");
    }

    private void signIn() {
        assertThat(get(a, "/one/create", "ann:secret").statusCode()).isEqualTo(200);
        assertThat(cookies).containsKey("/");
    }

    private HttpResponse<String> get(Tomcat node, String path) {
        return get(node, path, "");
    }

    private HttpResponse<String> get(Tomcat node, String path, String credentials) {
        var request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + node.getConnector().getLocalPort() + path));
        var mine = cookies.entrySet().stream()
                .filter(each -> path.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (!mine.isEmpty()) {
            request.header("Cookie", String.join("; ", mine));
        }
        if (!credentials.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
        }
        return keep(CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join());
    }

    private HttpResponse<String> keep(HttpResponse<String> response) {
        for (var set : response.headers().allValues("Set-Cookie")) {
            cookies.put(set.replaceFirst("(?i).*; *path=([^;]*).*", "$1"), set.split(";", 2)[0]);
        }
        return response;
    }
}
