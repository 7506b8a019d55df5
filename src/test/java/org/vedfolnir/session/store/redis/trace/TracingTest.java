package org.vedfolnir.session.store.redis.trace;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.testing.Browser;

/** Spans of calls of Redis, with OpenTelemetry's own SDK. A valve begins the span of a request, as an agent does. */
class TracingTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int CALLS = 10_000;

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().build();

    /** Another test of this process may have set one. */
    @BeforeEach
    void reset() {
        GlobalOpenTelemetry.resetForTest();
        sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exported))
                        .build())
                .build();
    }

    @AfterEach
    void close() {
        sdk.close();
        GlobalOpenTelemetry.resetForTest();
    }

    private Node node(boolean traced, Consumer<VedfolnirSessionManager> setting) throws Exception {
        return new Node(
                Node.manager(REDIS.url(), KeyRing.generate(), setting.andThen(Node::quiet)), (tomcat, context) -> {
                    if (traced) {
                        tomcat.getHost().getPipeline().addValve(new Traced(sdk.getTracer("test")));
                    }
                });
    }

    /** Spans of a request. */
    private static final class Traced extends ValveBase {

        private final Tracer tracer;

        Traced(Tracer tracer) {
            super(true);
            this.tracer = tracer;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            var span = tracer.spanBuilder(request.getMethod())
                    .setSpanKind(SpanKind.SERVER)
                    .startSpan();
            try (var scope = span.makeCurrent()) {
                assertThat(scope).isNotNull();
                getNext().invoke(request, response);
            } finally {
                span.end();
            }
        }
    }

    private List<SpanData> calls() {
        return exported.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == SpanKind.CLIENT)
                .toList();
    }

    private SpanData requestSpan() {
        return exported.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == SpanKind.SERVER)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void addsASpanForEachCallToThatOfTheRequestWithoutIdsOrValues() throws Exception {
        try (var node = node(true, manager -> {})) {
            GlobalOpenTelemetry.set(sdk); // after the manager's start, as an application does
            var visitor = new Browser();
            visitor.get(node, "/set?name=color&value=ultramarine");
            exported.reset();

            assertThat(visitor.get(node, "/set?name=color&value=vermilion").statusCode())
                    .isEqualTo(200);

            assertThat(calls()).extracting(SpanData::getName).containsExactly("EVALSHA open", "EVALSHA save");
            assertThat(calls()).allSatisfy(call -> {
                assertThat(call.getTraceId()).isEqualTo(requestSpan().getTraceId());
                assertThat(call.getParentSpanId()).isEqualTo(requestSpan().getSpanId());
                assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
                assertThat(call.getInstrumentationScopeInfo().getName()).isEqualTo("org.vedfolnir.session");
                assertThat(call.getAttributes().asMap())
                        .containsEntry(stringKey("db.system.name"), "redis")
                        .containsEntry(stringKey("db.operation.name"), "EVALSHA")
                        .containsEntry(
                                stringKey("db.stored_procedure.name"),
                                call.getName().substring("EVALSHA ".length()))
                        .containsEntry(stringKey("server.address"), "127.0.0.1")
                        .containsEntry(longKey("server.port"), (long) REDIS.port())
                        .containsEntry(stringKey("db.namespace"), "0")
                        .hasSize(6);
                assertThat(call.toString()).doesNotContain(visitor.id(), "ultramarine", "vermilion");
            });
        }
    }

    @Test
    void namesTheErrorOfACallThatFailed() throws Exception {
        GlobalOpenTelemetry.set(sdk);
        try (var node = node(true, manager -> manager.setCommandTimeout("100ms"))) {
            var visitor = new Browser();
            visitor.get(node, "/set?name=color&value=ultramarine");
            exported.reset();
            REDIS.kill();
            try {
                assertThat(visitor.get(node, "/get?name=color").statusCode()).isEqualTo(503);
            } finally {
                REDIS.start();
            }

            var call = calls().get(0);
            assertThat(call.getName()).isEqualTo("EVALSHA open");
            assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(call.getStatus().getDescription()).contains("Redis").doesNotContain(visitor.id());
            assertThat(call.getAttributes().get(stringKey("error.type")))
                    .isEqualTo("org.vedfolnir.session.store.failure.StoreUnavailableException");
            assertThat(call.getAttributes().asMap())
                    .containsKeys(AttributeKey.stringKey("server.address"), AttributeKey.longKey("server.port"));
        }
    }

    @Test
    void addsNoSpanToWhatNobodyTraces() throws Exception {
        GlobalOpenTelemetry.set(sdk);
        try (var node = node(false, manager -> {})) {
            new Browser().get(node, "/set?name=color&value=ultramarine");
            node.manager().processExpires();

            assertThat(exported.getFinishedSpanItems()).isEmpty();
        }
    }

    @Test
    void letsAnApplicationSetItsOwnAfterTracedCalls() {
        var tracing = CallTracing.available();
        assertThat(tracing).isInstanceOf(OpenTelemetryTracing.class);
        try (var scope =
                sdk.getTracer("test").spanBuilder("request").startSpan().makeCurrent()) {
            tracing.begin(Script.OPEN).replied("127.0.0.1:6379");
            assertThat(exported.getFinishedSpanItems()).isEmpty();

            GlobalOpenTelemetry.set(sdk);
            tracing.begin(Script.OPEN).replied("127.0.0.1:6379");

            assertThat(calls()).hasSize(1);
            assertThat(scope).isNotNull();
        }
    }

    @Test
    void loadsNothingAndAllocatesNothingWithoutTheApi() {
        var withoutApi = CallTracing.available(ClassLoader.getPlatformClassLoader());

        assertThat(withoutApi).isSameAs(CallTracing.NONE);
        assertThat(withoutApi.begin(Script.OPEN)).isSameAs(CallSpan.NONE);
        assertThat(bytesOf(withoutApi)).isZero();
        assertThat(bytesOf(CallTracing.available()))
                .as("with the API, for a request that nobody traces")
                .isZero();
    }

    /** What a call allocates. */
    private static long bytesOf(CallTracing tracing) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var bytes = 0L;
        for (var round = 0; round < 3; round++) { // the first ones load classes
            var before = threads.getCurrentThreadAllocatedBytes();
            for (var i = 0; i < CALLS; i++) {
                tracing.begin(Script.OPEN).replied("127.0.0.1:6379");
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        return bytes / CALLS;
    }
}
