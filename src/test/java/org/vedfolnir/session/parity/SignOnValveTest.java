package org.vedfolnir.session.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.VedfolnirSingleSignOn;
import org.vedfolnir.session.store.redis.RealRedis;

/** Two applications with one single sign-on respond on two nodes as with Tomcat's own manager on one. */
class SignOnValveTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static void build(Server server, SingleSignOn valve) {
        server.tomcat().getHost().getPipeline().addValve(valve);
        for (var path : new String[] {"/one", "/two"}) {
            var sightings = new Sightings();
            sightings.expect("nobody", Question.SESSION, "", 0);
            var context = server.application(path);
            needsLogin(context);
            Tomcat.addServlet(context, "page", new PlacesServlet(sightings)).addMapping("/page/*");
        }
    }

    private static void needsLogin(Context context) {
        context.addSecurityRole("user");
        context.setLoginConfig(new LoginConfig("BASIC", "test", null, null));
        var pages = new SecurityCollection();
        pages.addPattern("/page/*");
        var constraint = new SecurityConstraint();
        constraint.addAuthRole("user");
        constraint.addCollection(pages);
        context.addConstraint(constraint);
        context.getPipeline().addValve(new BasicAuthenticator());
    }

    /** A visitor with a cookie for each path. */
    private static final class Visitor {

        private final Map<String, String> cookies = new TreeMap<>();
        private final Site site;
        private final List<String> seen = new ArrayList<>();
        private int requests;

        Visitor(Site site) {
            this.site = site;
        }

        void get(String path, String credentials) {
            var mine = cookies.entrySet().stream()
                    .filter(each -> path.startsWith(each.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            Map<String, String> headers = credentials.isEmpty()
                    ? Map.of()
                    : Map.of(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
            var answer = Client.get(site.at(requests++), path, String.join("; ", mine), headers);
            keep(answer);
            seen.add(path + " " + answer.statusCode() + " " + answer.body().replaceAll("(?s)<.*", "") + " holds "
                    + cookies.keySet());
        }

        private void keep(HttpResponse<String> answer) {
            for (var set : answer.headers().allValues("Set-Cookie")) {
                var path = set.replaceFirst("(?i).*; *path=([^;]*).*", "$1");
                if (set.contains("Max-Age=0")) {
                    cookies.remove(path);
                } else {
                    cookies.put(path, set.split(";", 2)[0]);
                }
            }
        }
    }

    private static List<String> visit(Site site) {
        var ann = new Visitor(site);
        var credentials = "ann:" + Server.PASSWORD;
        ann.get("/one/page/begin", "");
        ann.get("/one/page/begin", "ann:wrong");
        ann.get("/one/page/begin", credentials);
        ann.get("/two/page/begin", "");
        ann.get("/two/page/see", "");
        ann.get("/one/page/see", "");
        ann.get("/two/style.css", "");
        ann.get("/two/page/rotate", "");
        ann.get("/two/page/see", "");
        ann.get("/two/page/logout", "");
        ann.get("/one/page/see", "");
        ann.get("/two/page/see", "");
        return ann.seen;
    }

    @Test
    void signsInAndOutOfBothApplicationsAtOnce() {
        try (var right = Site.ofTomcat(server -> build(server, new SingleSignOn()));
                var ours = Site.ofOurs(REDIS, server -> build(server, new VedfolnirSingleSignOn()))) {
            assertThat(visit(ours)).isEqualTo(visit(right));
        }
    }
}
