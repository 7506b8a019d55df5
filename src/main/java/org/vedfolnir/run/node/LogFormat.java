package org.vedfolnir.run.node;

import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.SimpleFormatter;
import org.vedfolnir.run.system.StartupException;
import org.vedfolnir.session.log.JsonFormatter;

/** What a line of a node's log looks like. */
public enum LogFormat {
    TEXT,
    JSON;

    private static final String VARIABLE = "SESSION_LOG";

    /** @throws StartupException if {@code SESSION_LOG} has another value than {@code text} and {@code json} */
    public static LogFormat of(Map<String, String> environment) {
        var given = environment.getOrDefault(VARIABLE, "text");
        return switch (given) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> throw new StartupException(VARIABLE + " is '" + given + "', and must be text or json.");
        };
    }

    Formatter formatter(String node) {
        if (this == JSON) {
            return new JsonFormatter(node);
        }
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$-7s %3$s: %5$s%6$s%n");
        return new SimpleFormatter();
    }
}
