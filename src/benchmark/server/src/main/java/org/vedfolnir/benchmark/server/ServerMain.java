package org.vedfolnir.benchmark.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.catalina.startup.Tomcat;

/**
 * A server under load: {@code ServerMain class-of-contestant [setting=value ...]}. It prints the port that it listens on, answers
 * questions that come on its standard input, and ends with it.
 */
public final class ServerMain {

    private ServerMain() {}

    public static void main(String[] arguments) throws Exception {
        var contestant = (Contestant)
                Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        var tomcat = tomcat(contestant, settings(arguments));
        tomcat.start();
        System.out.println("port " + tomcat.getConnector().getLocalPort());
        try (var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            answer(questions);
        }
        System.exit(0); // clients of Redis have threads of their own
    }

    private static Map<String, String> settings(String[] arguments) {
        return Arrays.stream(arguments)
                .skip(1)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static Tomcat tomcat(Contestant contestant, Map<String, String> settings) throws Exception {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("vedfolnir-benchmark").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        var context = tomcat.addContext("", null);
        context.setSessionTimeout(30);
        contestant.install(context, settings);
        return tomcat;
    }

    private static void answer(BufferedReader questions) throws IOException {
        var probe = new Probe();
        for (var question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(probe.answer(question));
        }
    }
}
