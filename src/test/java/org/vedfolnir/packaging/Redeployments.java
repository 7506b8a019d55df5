package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;

/** An application of a stock Tomcat is deployed anew many times by Tomcat Manager while users work with it. */
@Tag("deployments")
class Redeployments {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final int ROUNDS = Integer.getInteger("redeployments.rounds", 20);
    private static final int FIRST = 5;

    /** Bytes of a redeployment, twice: with StandardManager too, the loggers of each application stay in Tomcat's own log manager. */
    private static final long OF_TOMCAT = 50_000;

    private static final int VISITORS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A class of Tomcat with an instance for each application that is deployed, or that nothing has let go. */
    private static final Pattern LOADERS = Pattern.compile("(?m)^ *\\d+: +(\\d+) .*\\.ParallelWebappClassLoader\\b");

    private static final Pattern HEAP = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    /** What a JVM holds after a collection, seen from outside. */
    private record Held(long loaders, long threads, long heap) {

        static Held by(long pid) throws IOException, InterruptedException {
            var heap = jcmd(pid, "GC.class_histogram");
            var threads = jcmd(pid, "Thread.print")
                    .lines()
                    .filter(line -> line.startsWith("\""))
                    // Tomcat's pool follows the load
                    .filter(line -> !line.contains("-exec-"))
                    // the compiler's threads too
                    .filter(line -> !line.contains("CompilerThread"))
                    .count();
            return new Held(number(LOADERS, heap), threads, number(HEAP, heap));
        }

        private static long number(Pattern pattern, String text) {
            var found = pattern.matcher(text);
            assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
            return Long.parseLong(found.group(1));
        }

        private static String jcmd(long pid, String command) throws IOException, InterruptedException {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            "" + pid,
                            command)
                    .redirectErrorStream(true)
                    .start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text;
        }
    }

    @Test
    void leaveNothingBehindAndLoseNothing() throws Exception {
        var password = UUID.randomUUID().toString();
        var tomcat = TomcatConsole.node("11.0", REDIS.url()).with("SESSION_ENCRYPTION_KEYS", KeyRing.generate());
        var console = TomcatConsole.of(tomcat);
        var users = tomcat.home().resolve("conf/tomcat-users.xml");
        Files.writeString(
                users,
                Files.readString(users)
                        .replace(
                                "</tomcat-users>",
                                "<user username=\"%s\" password=\"%s\" roles=\"visitor\"/></tomcat-users>"
                                        .formatted(ProxiedNode.USER, password)));
        var war = war(tomcat.home().resolve("count.war"));
        var deploy = "/manager/text/deploy?update=true&path=/counting&war=" + war.toUri();
        try (tomcat) {
            tomcat.start();
            assertThat(console.script(deploy)).startsWith("OK");
            var visitors = new CountingVisitors(
                    SSLContext.getDefault(), path -> tomcat.uri("/counting" + path), password, VISITORS);
            visitors.send(500);
            var first = deployAnew(console, deploy, visitors, tomcat, FIRST);
            var last = deployAnew(console, deploy, visitors, tomcat, ROUNDS - FIRST);
            var noticed = visitors.leave();
            Figures.note("Redeployed " + ROUNDS + " times: after " + FIRST + " " + first + ", after " + ROUNDS + " "
                    + last + "; " + noticed.line());

            assertThat(noticed.signedOut()).isEmpty();
            assertThat(noticed.lost()).isEmpty();
            assertThat(last.loaders()).isEqualTo(first.loaders());
            assertThat(last.threads()).isLessThanOrEqualTo(first.threads());
            assertThat(last.heap() - first.heap()).isLessThan((ROUNDS - FIRST) * OF_TOMCAT);
            assertThat(console.script("/manager/text/findleaks?statusLine=true"))
                    .doesNotContain("/counting");
        }
    }

    private static Held deployAnew(
            TomcatConsole console, String deploy, CountingVisitors visitors, StockTomcat tomcat, int times)
            throws Exception {
        for (var i = 0; i < times; i++) {
            assertThat(console.script(deploy)).startsWith("OK");
            visitors.send(100);
        }
        // classes of the application, Manager and the examples; a request in flight may hold the one before for a
        // moment
        Eventually.within(PATIENCE, () -> Held.by(tomcat.pid()).loaders() == applications(console));
        return Held.by(tomcat.pid());
    }

    private static long applications(TomcatConsole console) throws Exception {
        return console.script("/manager/text/list")
                .lines()
                .filter(line -> line.startsWith("/"))
                .count();
    }

    private static Path war(Path war) throws IOException {
        var folder = war.resolveSibling("count");
        ProxiedNode.writeApplication(folder);
        try (var out = new JarOutputStream(Files.newOutputStream(war));
                var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
        }
        return war;
    }
}
