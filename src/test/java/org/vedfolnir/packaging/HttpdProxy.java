package org.vedfolnir.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Apache httpd. */
final class HttpdProxy extends ReverseProxy {

    /** The modules of the README. */
    private static final String MODULES = "mpm_event authz_core alias ssl http2 headers reqtimeout proxy proxy_http"
            + " proxy_balancer lbmethod_byrequests proxy_hcheck slotmem_shm";

    private @Nullable Process process;

    HttpdProxy() throws IOException {
        super(Path.of("/usr/sbin/apache2"), "apache2-bin");
    }

    @Override
    Path shipped() {
        return Path.of("server-config", "httpd");
    }

    @Override
    void configureProgram() throws IOException {
        var modules = Stream.of(MODULES.split(" "))
                .map(each -> "LoadModule " + each + "_module /usr/lib/apache2/modules/mod_" + each + ".so\n")
                .collect(Collectors.joining());
        Files.writeString(
                folder().resolve("httpd.conf"), modules + """
                ServerRoot "%s"
                DefaultRuntimeDir "%s"
                PidFile httpd.pid
                ErrorLog error.log
                LogLevel warn
                Mutex pthread
                ServerName localhost
                User nobody
                Group nogroup
                SSLSessionCache none
                Listen 127.0.0.1:%d
                Listen 127.0.0.1:%d https
                Include site.conf
                """.formatted(folder(), folder(), plainPort(), port()));
    }

    @Override
    Map<String, String> ports() {
        return Map.of("*:80>", "127.0.0.1:" + plainPort() + ">", "*:443>", "127.0.0.1:" + port() + ">");
    }

    @Override
    void start() throws Exception {
        process = run(
                Map.of(), "httpd.txt", List.of(program().toString(), "-DFOREGROUND", "-f", folder() + "/httpd.conf"));
        awaitPort();
    }

    @Override
    public void close() {
        if (process != null) {
            Ended.afterAsking(process);
        }
    }
}
