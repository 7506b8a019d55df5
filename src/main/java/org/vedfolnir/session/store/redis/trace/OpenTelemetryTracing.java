package org.vedfolnir.session.store.redis.trace;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.redis.script.Script;

/**
 * Spans of the semantic conventions for Redis clients: named {@code EVALSHA open}, of the kind CLIENT, with {@code
 * db.system.name}, {@code db.operation.name}, {@code db.stored_procedure.name}, {@code db.namespace} (the number of the
 * database, if it is known), {@code server.address}, {@code server.port} and, if the call failed, {@code error.type}. No
 * attribute has a key, an argument or a reply. Thread-safe.
 */
final class OpenTelemetryTracing implements CallTracing {

    private static final String SCOPE = "org.vedfolnir.session";
    private static final String COMMAND = "EVALSHA";
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> PROCEDURE = AttributeKey.stringKey("db.stored_procedure.name");
    private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.namespace");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final Pattern PLACE = Pattern.compile("(?:rediss?://)?([^\\s,/]+):(\\d{1,5})(?:/(\\d+))?");

    /** By the number of the script. */
    private static final String[] PROCEDURES = Arrays.stream(Script.values())
            .map(script -> script.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new);

    private volatile @Nullable Tracer known;

    @Override
    public CallSpan begin(Script script) {
        if (!Span.current().getSpanContext().isValid()) {
            return CallSpan.NONE; // background work, or a request that is not traced
        }
        var procedure = PROCEDURES[script.ordinal()];
        return new Call(tracer().spanBuilder(COMMAND + " " + procedure)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SYSTEM, "redis")
                .setAttribute(OPERATION, COMMAND)
                .setAttribute(PROCEDURE, procedure)
                .startSpan());
    }

    /** An application may set OpenTelemetry after the manager's start. */
    private Tracer tracer() {
        var tracer = known;
        if (tracer == null) {
            tracer = GlobalOpenTelemetry.getOrNoop().getTracer(SCOPE);
            if (GlobalOpenTelemetry.isSet()) {
                known = tracer;
            }
        }
        return tracer;
    }

    private record Call(Span span) implements CallSpan {

        @Override
        public void replied(String place) {
            at(place);
            span.end();
        }

        @Override
        public void failed(RuntimeException failure, String place) {
            at(place);
            span.setAttribute(ERROR, failure.getClass().getName());
            span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
            span.end();
        }

        private void at(String place) {
            var parts = PLACE.matcher(place);
            if (span.isRecording() && parts.matches()) {
                span.setAttribute(ADDRESS, parts.group(1));
                span.setAttribute(PORT, Long.valueOf(parts.group(2)));
                if (parts.group(3) != null) {
                    span.setAttribute(DATABASE, parts.group(3));
                }
            }
        }
    }
}
