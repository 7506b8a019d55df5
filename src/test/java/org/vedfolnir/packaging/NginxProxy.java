package org.vedfolnir.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** nginx, with the script that follows the readiness of the nodes. */
final class NginxProxy extends ReverseProxy {

    /** What a distribution has around the files of conf.d. */
    private static final String AROUND = """
            %s
            pid %s/nginx.pid;
            error_log %s/error.log warn;
            worker_processes 2;
            daemon off;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path %s/body;
                proxy_temp_path %s/proxy;
                fastcgi_temp_path %s/fastcgi;
                uwsgi_temp_path %s/uwsgi;
                scgi_temp_path %s/scgi;
                include nodes.conf;
                include site.conf;
            }
            """;

    private final List<Process> processes = new ArrayList<>();

    NginxProxy() throws IOException {
        super(Path.of("/usr/sbin/nginx"), "nginx-light");
    }

    @Override
    Path shipped() {
        return Path.of("server-config", "nginx");
    }

    @Override
    void configureProgram() throws IOException {
        var isRoot = System.getProperty("user.name").equals("root");
        // workers of another user could not write into this folder
        Files.writeString(
                folder().resolve("nginx.conf"),
                AROUND.replace("%s/", folder() + "/").replace("%s", isRoot ? "user root;" : ""));
    }

    @Override
    Map<String, String> ports() {
        return Map.of(
                "listen 80;",
                "listen 127.0.0.1:" + plainPort() + ";",
                "listen 443 ssl http2;",
                "listen 127.0.0.1:" + port() + " ssl http2;");
    }

    private List<String> nginx() {
        return List.of(
                program().toString(),
                "-p",
                folder().toString(),
                "-e",
                folder() + "/error.log",
                "-c",
                folder() + "/nginx.conf");
    }

    @Override
    void start() throws Exception {
        processes.add(run(Map.of(), "nginx.txt", nginx()));
        awaitPort();
    }

    /** Starts the shipped script. */
    NginxProxy followingReadiness() throws IOException {
        processes.add(
                0,
                run(
                        Map.of("NGINX_COMMAND", String.join(" ", nginx()), "INTERVAL", "1"),
                        "script.txt",
                        List.of(
                                shipped().resolve("follow-readiness.sh").toString(),
                                folder().resolve("nodes.conf").toString())));
        return this;
    }

    /** As an operator does without the script: marks a node as down, and reloads. */
    void takeOut(ProxiedNode node) throws Exception {
        edit(node.address() + " max_fails=1 fail_timeout=5s;", node.address() + " max_fails=1 fail_timeout=5s down;");
    }

    void putBack() throws Exception {
        edit(" fail_timeout=5s down;", " fail_timeout=5s;");
    }

    private void edit(String text, String by) throws Exception {
        var file = folder().resolve("nodes.conf");
        Files.writeString(file, Files.readString(file).replace(text, by));
        var reload = new ArrayList<>(nginx());
        reload.addAll(List.of("-s", "reload"));
        if (run(Map.of(), "reload.txt", reload).waitFor() != 0) {
            throw new AssertionError("nginx did not read its configuration again: " + log());
        }
    }

    @Override
    public void close() {
        processes.forEach(Ended::afterAsking);
    }
}
