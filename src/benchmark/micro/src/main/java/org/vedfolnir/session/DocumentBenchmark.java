package org.vedfolnir.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vedfolnir.session.attribute.AttributeFactory;
import org.vedfolnir.session.attribute.TrackedAttributes;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.policy.InPlaceChangePolicy;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.SessionChange;
import org.vedfolnir.session.store.SessionId;

/** The parts of a request that need no Redis, on a session of eleven attributes and some 600 bytes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DocumentBenchmark {

    private static final String ID = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF";
    private static final String KEY = "vedfolnir:session:" + ID;
    private static final SessionId SESSION = SessionId.parse(ID).orElseThrow();
    private static final ClassLoader LOADER = DocumentBenchmark.class.getClassLoader();

    @Param({"plain", "sealed"})
    public String form = "plain";

    private final AttributeCodec attributes = new AttributeCodec(AttributeCodec.defaultFilter());
    private final SessionDocument document = document(encoded(values()));
    private final AttributeFactory values = new AttributeFactory(attributes, InPlaceChangePolicy.all(), () -> LOADER);
    private DocumentCodec codec = new DocumentCodec(KeySource.of(KeyRing.none()), "/");
    private byte[] stored = new byte[0];
    private int turn;

    @Setup(Level.Trial)
    public void prepare() {
        var keys = form.equals("sealed") ? KeyRing.parse(KeyRing.generate()) : KeyRing.none();
        codec = new DocumentCodec(KeySource.of(keys), "/");
        stored = codec.encode(document, KEY);
    }

    /** A document as bytes; sealed when there are keys. */
    @Benchmark
    public byte[] encodeDocument() {
        return codec.encode(document, KEY);
    }

    /** Bytes as a document, whose attributes are not decoded yet. */
    @Benchmark
    public SessionDocument decodeDocument() throws UnreadableDocumentException {
        return codec.decode(stored, KEY);
    }

    /** All attributes as JSON. */
    @Benchmark
    public Map<String, EncodedAttribute> encodeAttributes() {
        return encoded(values());
    }

    /** What a request that reads three attributes does with them. */
    @Benchmark
    public int readThree() {
        var read = tracked();
        return String.valueOf(read.get("username")).length()
                + String.valueOf(read.get("role")).length()
                + String.valueOf(read.get("csrf_token")).length()
                + read.changes(AttributeSelection.ALL, false).written().size();
    }

    /** One attribute set, found as a change, and laid over the document that another request saved meanwhile. */
    @Benchmark
    public SessionDocument writeOneAndMerge() {
        var written = tracked();
        written.map().put("last_page", "/review/queue?page=" + turn++);
        return new SessionChange(
                        SESSION,
                        null,
                        written.changes(AttributeSelection.ALL, false).written(),
                        Map.of(),
                        null,
                        false,
                        null,
                        false,
                        null,
                        null,
                        List.of())
                .over(document, document.lastActivity());
    }

    private TrackedAttributes tracked() {
        return values.track(document);
    }

    private Map<String, EncodedAttribute> encoded(Map<String, Object> values) {
        var encoded = new LinkedHashMap<String, EncodedAttribute>();
        values.forEach((name, value) -> encoded.put(name, attributes.encode(value)));
        return encoded;
    }

    private static Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("user_id", 123L);
        values.put("username", "visitor-123");
        values.put("email", "visitor-123@mail.example.org");
        values.put("role", "REVIEWER");
        values.put("platform_connection_id", 123);
        values.put("platform_name", "Photographers of the North");
        values.put("platform_type", "pixelfed");
        values.put("platform_instance_url", "https://photographers.example.org/@north");
        values.put("csrf_token", letters(64));
        values.put("preferences", letters(170));
        values.put("last_page", "/review/queue?page=1");
        return values;
    }

    /** They do not compress well. */
    private static String letters(int length) {
        var random = new Random(length);
        return random.ints(length, 'A', 'z').mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static SessionDocument document(Map<String, EncodedAttribute> attributes) {
        var now = Instant.parse("2026-11-24T02:30:00Z");
        return new SessionDocument(
                7, 0, 1_800_000, "9f00112233445566778899aabbccddee", now, now, null, null, attributes, Map.of(), null);
    }
}
