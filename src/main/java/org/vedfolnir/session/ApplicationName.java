package org.vedfolnir.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Host;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.settings.ParallelVersions;
import org.vedfolnir.session.store.SessionId;

/**
 * Names an application by its location, which is the same on all nodes: by its path on the engine's default host, as in
 * {@code /shop}, and by host and path elsewhere, as in {@code //example.org/shop}. An alias counts as its host. The
 * version of a parallel deployment follows, as in {@code /shop##2}, unless versions share their sessions. Stateless.
 */
final class ApplicationName {

    private ApplicationName() {}

    static String of(Context context, ParallelVersions versions) {
        var version = versions == ParallelVersions.SHARED ? "" : context.getWebappVersion();
        return of(context) + (version == null || version.isEmpty() ? "" : "##" + escaped(version));
    }

    private static String of(Context context) {
        var path = context.getPath() == null || context.getPath().isEmpty() ? "/" : context.getPath();
        return context.getParent() instanceof Host host
                        && host.getParent() instanceof Engine engine
                        && !isDefault(host, engine.getDefaultHost())
                ? "//" + escaped(host.getName().toLowerCase(Locale.ROOT)) + path
                : path;
    }

    /** Tomcat also accepts an alias as the name of the default host. */
    private static boolean isDefault(Host host, @Nullable String name) {
        return name == null
                || name.isEmpty()
                || name.equalsIgnoreCase(host.getName())
                || Arrays.stream(host.findAliases()).anyMatch(name::equalsIgnoreCase);
    }

    /** A host's name may be a pattern ({@code *.example.org}), but a key of Redis must not contain a {@code *}, which tools and ACLs interpret. */
    private static String escaped(String text) {
        var name = new StringBuilder();
        for (var each : text.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (each & 0xff);
            if (SessionId.isPlain(c)) {
                name.append(c);
            } else {
                name.append('%').append(HexFormat.of().toHexDigits(each));
            }
        }
        return name.toString();
    }
}
