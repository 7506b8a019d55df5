package org.vedfolnir.web;

import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.vedfolnir.session.configuration.AddressRanges;
import org.vedfolnir.session.configuration.Setting;
import org.vedfolnir.session.configuration.SettingDefinition;
import org.vedfolnir.session.configuration.SettingKind;
import org.vedfolnir.session.configuration.SettingParsers;

/**
 * Every setting of the web application. docs/configuration.md is generated from the texts: the first line says what the setting does, the second one
 * when to change it.
 */
public enum ApplicationSetting implements Setting {
    DATABASE_URL(
            "databaseUrl",
            "DATABASE_URL",
            "jdbc:h2:file:./data/vedfolnir",
            SettingKind.SECRET,
            ApplicationSetting::jdbcUrl,
            """
            The JDBC URL of the database with accounts, connections and the audit trail: H2 or PostgreSQL.
            Always in production: PostgreSQL, if there is more than one node.
            """),
    DATABASE_USER("databaseUser", "DATABASE_USER", "vedfolnir", SettingKind.TEXT, Function.identity(), """
        The user of the database.
        If the database has another user for the application.
        """),
    DATABASE_PASSWORD("databasePassword", "DATABASE_PASSWORD", "", SettingKind.SECRET, Function.identity(), """
        That user's password.
        Always with PostgreSQL. Prefer `DATABASE_PASSWORD_FILE`.
        """),
    DATABASE_TIMEOUT("databaseTimeout", "DATABASE_TIMEOUT", "10s", SettingKind.TIME, ApplicationSetting::seconds, """
        How long the application waits for an answer of the database before it closes the connection: `2s` to `600s`. Parameters of the URL (`socketTimeout`, `connectTimeout`) override it.
        Raise it if the database is slow; lower it so that visitors get an error page sooner.
        """),
    COOKIE_NAME(
            "cookieName",
            "SESSION_COOKIE_NAME",
            "",
            "`session`; with `cookieSecure` `__Host-session`, or `__Secure-session` if the application is not at `/`",
            SettingKind.TEXT,
            ApplicationSetting::cookieName,
            """
            The name of the session cookie. Browsers accept a name with one of these prefixes over HTTPS only.
            If another application of the same host uses that name.
            """),
    COOKIE_SECURE("cookieSecure", "SESSION_COOKIE_SECURE", "false", SettingKind.FLAG, SettingParsers::flag, """
        Whether browsers send the session cookie over HTTPS only.
        Set it to `true` if visitors come over HTTPS. Always in production.
        """),
    COOKIE_HTTP_ONLY("cookieHttpOnly", "SESSION_COOKIE_HTTPONLY", "true", SettingKind.FLAG, SettingParsers::flag, """
        Whether scripts of a page are kept from the session cookie.
        Never: no page of the application needs it.
        """),
    COOKIE_SAME_SITE(
            "cookieSameSite",
            "SESSION_COOKIE_SAMESITE",
            "Lax",
            SettingKind.CHOICE,
            SettingParsers.choice("Strict", "Lax", "None"),
            """
            Whether browsers send the cookie when another site leads to this one: `Strict` (never), `Lax` (if the user follows a link) or `None` (always, over HTTPS).
            Set it to `Strict` if no links from other sites need to find the user signed in.
            """),
    FINGERPRINT(
            "fingerprint",
            "SESSION_FINGERPRINT",
            "log",
            SettingKind.CHOICE,
            SettingParsers.choice("off", "log", "reauthenticate"),
            """
            What happens if a session is used from another browser or system than it was signed in with. `off`: nothing. `log`: the audit trail gets `session_anomaly`. `reauthenticate`: the session ends as well. A changed IP address alone is ignored.
            Set it to `reauthenticate` if a stolen cookie is a greater risk than a new sign-in is a nuisance.
            """),
    PLATFORM_ALLOW_LOOPBACK(
            "platformAllowLoopback", "PLATFORM_ALLOW_LOOPBACK", "false", SettingKind.FLAG, SettingParsers::flag, """
                Whether platform connections may lead to this machine, without TLS too.
                Only while you develop an instance on your own machine. Never where other people sign in.
                """),
    DEMO_CONNECTIONS(
            "demoConnections",
            "DEMO_CONNECTIONS",
            "false",
            "`false`; `true` in `./run`",
            SettingKind.FLAG,
            SettingParsers::flag,
            """
            Whether the first administrator gets two connections to example servers.
            Set it to `true` to try the application.
            """),
    TAB_STREAMS("tabStreams", "TAB_STREAMS", "2000", SettingKind.COUNT, SettingParsers.count(0, 100_000), """
        The maximum number of event streams per node, one for each browser with open pages; further tabs poll instead. `0`: all of them poll. A session has 8 at most, and an account 40.
        Raise it if more browsers than that are open on a node.
        """),
    HSTS_SUBDOMAINS("hstsSubdomains", "HSTS_INCLUDE_SUBDOMAINS", "true", SettingKind.FLAG, SettingParsers::flag, """
            Whether the `Strict-Transport-Security` header of the application's host includes its subdomains.
            Set it to `false` if a subdomain must stay reachable over HTTP.
            """),
    PUBLIC_PATHS("publicPaths", "PUBLIC_PATHS", "", SettingKind.TEXT, PublicPaths::of, """
            Paths of your own servlets and pages that need no sign-in, with commas between them: `/about` is one path, `/pub/*` is `/pub` and every path below it.
            Set it in `web.xml` if the application has public pages.
            """),
    PASSWORD_MIN_LENGTH(
            "passwordMinLength", "PASSWORD_MIN_LENGTH", "15", SettingKind.COUNT, SettingParsers.count(8, 64), """
                The minimum number of characters of a new password, 8 to 64. The maximum is always 256.
                Lower it only if a second factor in front of the application is required.
                """),
    AUDIT_ADDRESS(
            "auditAddress",
            "AUDIT_ADDRESS",
            "short",
            SettingKind.CHOICE,
            SettingParsers.choice("short", "full", "none"),
            """
            What the audit trail stores of a client's address: `short` (the network), `full` or `none`.
            If a policy requires the full address, or forbids to store any.
            """),
    METRICS_ALLOW("metricsAllow", "METRICS_ALLOW", "127.0.0.0/8,::1", SettingKind.TEXT, AddressRanges::of, """
            The addresses that may read `/metrics`, in CIDR notation with commas between them; others get 404. A request through a proxy counts as its client's only behind Tomcat's `RemoteIpValve`, and is refused otherwise. Empty: nobody.
            If Prometheus runs on another machine: add its address.
            """);

    private static final Pattern SECONDS = Pattern.compile("([2-9]|[1-9]\\d|[1-5]\\d\\d|600)s");

    private final SettingDefinition definition;
    private final Function<String, ?> parser;

    ApplicationSetting(
            String name, String variable, String fallback, SettingKind kind, Function<String, ?> parser, String text) {
        this.definition = SettingDefinition.of(name, variable, fallback, kind, text);
        this.parser = parser;
    }

    ApplicationSetting(
            String name,
            String variable,
            String fallback,
            String shownDefault,
            SettingKind kind,
            Function<String, ?> parser,
            String text) {
        this.definition = SettingDefinition.of(name, variable, fallback, shownDefault, kind, text);
        this.parser = parser;
    }

    private static String jdbcUrl(String text) {
        if (!text.startsWith("jdbc:postgresql:") && !text.startsWith("jdbc:h2:")) {
            throw new IllegalArgumentException(
                    "must be a JDBC URL: jdbc:postgresql://host/database or jdbc:h2:file:/path");
        }
        return text;
    }

    private static Duration seconds(String text) {
        if (!SECONDS.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a number of seconds from 2s to 600s, as in 10s");
        }
        return SettingParsers.duration(text);
    }

    private static String cookieName(String text) {
        if (!text.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("must have 1 to 64 letters, digits, '-' or '_'");
        }
        return text;
    }

    @Override
    public SettingDefinition definition() {
        return definition;
    }

    /** @throws IllegalArgumentException with what is allowed, to stand behind the setting's name */
    String checked(String text) {
        return parser.andThen(parsed -> text).apply(text);
    }
}
