package org.vedfolnir.run.check;

import static org.vedfolnir.run.check.CheckReport.require;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.server.ManagedRedisCluster;
import org.vedfolnir.run.site.Site;
import org.vedfolnir.run.system.FirstMatch;
import org.vedfolnir.run.system.Ports;

/** The scenario of {@code ./run --check}: one user, two nodes, and failures in between. */
final class AcceptanceScenario {

    private static final String MASTODON = "Mastodon demo";
    private static final String PIXELFED = "Pixelfed demo";
    private static final int ROUNDS = 20;
    private static final Pattern PLATFORM = Pattern.compile("id=\"platform\">([^<]*)<");
    private static final Pattern NODE = Pattern.compile("id=\"node\">([^<]*)<");
    private static final Pattern APPEARANCE = Pattern.compile("data-appearance=\"([^\"]*)\"");

    private final CheckReport report;
    private final Site site;
    private final DataProbe data;
    private final String password;
    private final String a;
    private final String b;
    private final Visitor user = new Visitor();
    private @Nullable SurvivingSession session;

    AcceptanceScenario(CheckReport report, Site site, DataProbe data, String password) {
        this.report = report;
        this.site = site;
        this.data = data;
        this.password = password;
        this.a = site.nodes().get(0).address();
        this.b = site.nodes().get(1).address();
    }

    void run() {
        report.step("open public pages without signing in", this::openPublicPages);
        if (!report.step("create the administrator with the setup link", this::setUp)) {
            return;
        }
        report.step("sign in with a wrong password on A", this::signInWrongly);
        if (!report.step("sign in on A", this::signIn)) {
            return;
        }
        report.step("find the document in Redis", this::document);
        report.step("open the same session on B", this::openOnB);
        report.step("switch the platform on B, read it on A", this::switchPlatform);
        report.step("set two attributes concurrently, on A and on B", this::setTwoAtOnce);
        var faults = faults();
        faults.onBothNodes();
        report.step("kill A with -9, continue on B", this::killA);
        faults.onB();
        report.step("sign out on B while a request is in flight", this::signOut);
        report.step("read the audit trail", this::audit);
    }

    private ServerFaults faults() {
        return site.servers() instanceof ManagedRedisCluster cluster
                ? new ClusterFaults(report, cluster, data, session(), List.of(a, b))
                : new RedisFaults(report, site.redis(), session(), b);
    }

    private String openPublicPages() throws Exception {
        for (var node : List.of(a, b)) {
            for (var path : List.of("/", "/login", "/no-such-page")) {
                var answer = user.get(node, path);
                require(
                        answer.statusCode() == ("/no-such-page".equals(path) ? 404 : 200),
                        path + " answered " + answer.statusCode());
                require(user.cookie().isEmpty(), path + " set a cookie");
            }
        }
        require(data.keys() == 0, data.keys() + " sessions are in Redis");
        return "200, 200, 404; no cookie, nothing in Redis";
    }

    private String setUp() throws Exception {
        var link = site.setup().orElseThrow();
        var first = new Visitor();
        var opened = first.get(link.address(), link.path());
        require(
                "/setup".equals(opened.headers().firstValue("Location").orElse("")),
                "the token stays in the address: " + opened.headers().firstValue("Location"));
        var weak = first.post(link.address(), "/setup", SetupForm.form("admin", "password2026"));
        require(weak.statusCode() == 400, "a weak password was answered " + weak.statusCode());
        var made = first.post(link.address(), "/setup", SetupForm.form("admin", password));
        require(made.statusCode() == 302, "answered " + made.statusCode());
        var again = SetupForm.submit(new Visitor(), link, "eve", password);
        require(again.statusCode() == 410, "the second use of the link was answered " + again.statusCode());
        first.submit(b, first.get(b, "/home"), "sign-out");
        require(data.keys() == 0, "the administrator is still signed in");
        return "a weak password is rejected, a good one accepted; the link is no longer valid";
    }

    private String signInWrongly() throws Exception {
        var answer = user.post(a, "/login", Map.of("username", "admin", "password", "wrong"));
        require(answer.statusCode() == 403, "answered " + answer.statusCode());
        require(user.cookie().isEmpty() && data.keys() == 0, "there is a session");
        return "rejected, no session";
    }

    private String signIn() throws Exception {
        var answer = user.post(a, "/login", Map.of("username", "admin", "password", password));
        require(answer.statusCode() == 302, "answered " + answer.statusCode());
        var cookie = answer.headers().firstValue("Set-Cookie").orElse("");
        require(
                cookie.startsWith("session=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
                "the cookie lacks its flags");
        var home = home(a);
        require(home.statusCode() == 200, "the home page answered " + home.statusCode());
        session = new SurvivingSession(user, home);
        return "cookie 'session', HttpOnly, SameSite=Lax; " + FirstMatch.in(PLATFORM, home.body());
    }

    private String document() {
        var document = data.document(id());
        var left = data.timeToLive(id());
        require(document.startsWith("{\"_version\":"), "there is no document");
        require(left > 0, "the document has no time to live");
        for (var secret : List.of("admin", "localhost", "mastodon", "Mastodon", "csrf")) {
            require(!document.contains(secret), "'" + secret + "' can be read in it");
        }
        require(document.contains("\"ciphertext\":"), "it is not encrypted");
        return "one string of %d bytes, encrypted, ends in %d s".formatted(document.length(), left / 1000);
    }

    private String openOnB() throws Exception {
        var home = session().requireOn(b);
        var node = FirstMatch.in(NODE, home.body());
        require("node-b".equals(node), "answered by " + node);
        return "signed in, same session, answered by " + node;
    }

    private String switchPlatform() throws Exception {
        chooseOn(b, PIXELFED);
        var platform = platformOn(a);
        require(PIXELFED.equals(platform), "A shows " + platform);
        return "A shows " + platform;
    }

    private void chooseOn(String node, String platform) throws IOException, InterruptedException {
        var page = user.get(node, "/platforms");
        var row = page.body().substring(page.body().indexOf("<strong>" + platform));
        var form = Visitor.form(row, "connection");
        var answer = user.post(node, "/platforms", Visitor.fields(form));
        require(answer.statusCode() == 302, "switching answered " + answer.statusCode());
    }

    private String setTwoAtOnce() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var platform = round % 2 == 0 ? MASTODON : PIXELFED;
            var appearance = round % 2 == 0 ? "dark" : "light";
            var onA = CompletableFuture.runAsync(() -> chooseAppearance(appearance));
            chooseOn(b, platform);
            onA.join();
            for (var node : List.of(a, b)) {
                var home = home(node).body();
                require(
                        platform.equals(FirstMatch.in(PLATFORM, home))
                                && appearance.equals(FirstMatch.in(APPEARANCE, home)),
                        "round " + round + " lost one of them");
            }
        }
        return ROUNDS + " rounds, both saved each time, on both nodes";
    }

    private void chooseAppearance(String appearance) {
        try {
            var form = Visitor.form(home(a).body(), "appearance");
            var answer = user.post(a, "/appearance", Map.of("csrf", field(form, "csrf"), "appearance", appearance));
            require(answer.statusCode() == 302, "choosing an appearance answered " + answer.statusCode());
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String field(String form, String name) {
        return Objects.requireNonNullElse(Visitor.fields(form).get(name), "");
    }

    private String killA() throws Exception {
        site.nodes().get(0).kill();
        require(!Ports.answers("127.0.0.1", site.nodes().get(0).port()), "A still answers");
        session().requireOn(b);
        return "A is gone, still signed in on B";
    }

    private String signOut() throws Exception {
        var page = home(b);
        var scripts = data.scripts();
        try (var slow = new SlowPost(site.nodes().get(1).port(), user.cookie())) {
            slow.begin("csrf=" + field(Visitor.form(page.body(), "appearance"), "csrf"));
            require(
                    DataProbe.within(Duration.ofSeconds(5), () -> data.scripts() > scripts),
                    "the slow request did not open the session");
            var answer = user.submit(b, page, "sign-out");
            require(answer.statusCode() == 302, "signing out answered " + answer.statusCode());
            require(!data.exists(id()), "the key is still there");
            var status = slow.finish("&appearance=dark");
            require(status < 500, "the slow request was answered " + status);
        }
        require(!data.exists(id()), "the request in flight brought the key back");
        var after = user.get(b, "/home");
        require(
                after.statusCode() == 302
                        && after.headers().firstValue("Location").orElse("").contains("/login"),
                "the home page answered " + after.statusCode());
        return "the key is gone, and stays gone; the home page redirects to the sign-in";
    }

    private String audit() throws Exception {
        var handle = session().handle();
        require(
                DataProbe.within(
                        Duration.ofSeconds(45),
                        () -> "SIGNED_OUT".equals(data.state(handle)) && data.waitingEvents() == 0),
                "the session's row is '" + data.state(handle) + "', " + data.waitingEvents() + " events wait");
        var events = data.events(handle);
        require(
                events.get(0).equals("session_created") && events.get(1).equals("signed_in"),
                "it begins with " + events.get(0));
        require(events.get(events.size() - 1).equals("session_ended SIGNED_OUT"), "it ends with another event");
        var switches = events.stream()
                .filter(event -> event.startsWith("platform_switched"))
                .count();
        require(switches == ROUNDS + 2, switches + " switches are recorded");
        require(events.size() == switches + 3, events.size() + " events are recorded");
        return "opened, %d switches, closed as SIGNED_OUT; no event waits".formatted(switches);
    }

    private HttpResponse<String> home(String node) throws IOException, InterruptedException {
        return user.get(node, "/home");
    }

    private String platformOn(String node) throws IOException, InterruptedException {
        return FirstMatch.in(PLATFORM, home(node).body());
    }

    private SurvivingSession session() {
        return Objects.requireNonNull(session);
    }

    private String id() {
        return Objects.requireNonNullElse(user.id(), "");
    }
}
