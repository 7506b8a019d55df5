package org.vedfolnir.packaging;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tomcat's own Manager application, as Apache ships it, used by an operator who is signed in. For one thread. */
final class TomcatConsole {

    static final String OPERATOR = "operator-ann";

    private static final Pattern NONCE = Pattern.compile("CSRF_NONCE=([0-9A-F]+)");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final StockTomcat tomcat;
    private final String password;
    private String cookie = "";
    private String nonce = "";

    private TomcatConsole(StockTomcat tomcat, String password) {
        this.tomcat = tomcat;
        this.password = password;
    }

    /** A Tomcat with the manager that has not started yet. */
    static StockTomcat node(String line, String redisUrl) throws IOException {
        return new StockTomcat(line).withManagerJar().withManagerLine().with("REDIS_URL", redisUrl);
    }

    /** Makes an operator's account in a Tomcat that has not started yet. */
    static TomcatConsole of(StockTomcat tomcat) throws IOException {
        var random = new byte[16];
        new SecureRandom().nextBytes(random);
        var password = HexFormat.of().formatHex(random);
        Files.writeString(
                tomcat.home().resolve("conf/tomcat-users.xml"),
                "<tomcat-users><user username=\"" + OPERATOR + "\" password=\"" + password
                        + "\" roles=\"manager-gui,manager-script,manager-jmx\"/></tomcat-users>");
        return new TomcatConsole(tomcat, password);
    }

    URI withPassword(String path) {
        return URI.create("http://" + OPERATOR + ":" + password + "@127.0.0.1:" + tomcat.port() + path);
    }

    /** Requests a command for scripts, for example {@code /manager/text/sessions?path=/examples}. */
    String script(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(tomcat.uri(path)).GET());
    }

    /** Opens the page of the list of applications, as the operator does first; the pages after it need its token. */
    String open() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(tomcat.uri("/manager/html")).GET());
    }

    String page(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(withToken(path)).GET());
    }

    /** @param form names and values, in turns */
    String submit(String path, String... form) throws IOException, InterruptedException {
        var body = Arrays.stream(form)
                .map(each -> URLEncoder.encode(each, StandardCharsets.UTF_8))
                .collect(Collectors.toList());
        var pairs = new StringBuilder();
        for (var i = 0; i < body.size(); i += 2) {
            pairs.append(i == 0 ? "" : "&").append(body.get(i)).append('=').append(body.get(i + 1));
        }
        return send(HttpRequest.newBuilder(withToken(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(pairs.toString())));
    }

    private URI withToken(String path) {
        return tomcat.uri(path + (path.contains("?") ? "&" : "?") + "org.apache.catalina.filters.CSRF_NONCE=" + nonce);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var basic = Base64.getEncoder().encodeToString((OPERATOR + ":" + password).getBytes(StandardCharsets.UTF_8));
        request.header("Authorization", "Basic " + basic).timeout(Duration.ofSeconds(60));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError("The console answered " + answer.statusCode() + ": " + answer.body());
        }
        answer.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", 2)[0]);
        var token = NONCE.matcher(answer.body());
        if (token.find()) {
            nonce = token.group(1);
        }
        return answer.body();
    }

    /** The JMX object of an application's manager. */
    String bean(String application) {
        return "Catalina:type=Manager,host=localhost,context=" + application;
    }

    /** @param parameters of the request, by name */
    String jmx(Map<String, String> parameters) throws IOException, InterruptedException {
        return script("/manager/jmxproxy/?"
                + parameters.entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }
}
