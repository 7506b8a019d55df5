package org.vedfolnir.session.store.redis.trace;

import org.vedfolnir.session.store.redis.script.Script;

/** Begins the spans of scripts. It is called for each request; without spans it allocates nothing. Thread-safe. */
public interface CallTracing {

    CallTracing NONE = script -> CallSpan.NONE;

    /** Begins a span in that of the current thread's request; none if there is no such span. */
    CallSpan begin(Script script);

    /** Returns OpenTelemetry's if the class loader of this class sees its API: the container's {@code lib} has it. */
    static CallTracing available() {
        return available(CallTracing.class.getClassLoader());
    }

    static CallTracing available(ClassLoader loader) {
        var log = System.getLogger(CallTracing.class.getName());
        try {
            // without it, an application could no longer set its own OpenTelemetry after us
            Class.forName("io.opentelemetry.api.GlobalOpenTelemetry", false, loader)
                    .getMethod("getOrNoop");
            return new OpenTelemetryTracing();
        } catch (ClassNotFoundException e) {
            return NONE;
        } catch (NoSuchMethodException | LinkageError e) {
            var reason = e.toString();
            log.log(
                    System.Logger.Level.WARNING,
                    "The OpenTelemetry API in the class path of the manager is not usable ({0}), so calls of Redis have no"
                            + " spans. Replace opentelemetry-api, opentelemetry-context and opentelemetry-common in lib by"
                            + " version 1.68.0 or newer.",
                    reason);
            return NONE;
        }
    }
}
