package org.vedfolnir.session.store;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.NewEvent;

/** Builds a write for a test, with the idle timeout of the contract and a document that differs from all others. */
public final class TestWrite {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final SessionId id;
    private final long expected;
    private DocumentTag base = DocumentTag.NONE;
    private @Nullable SessionId before;
    private String text = "text";
    private long idle = SessionContract.IDLE;
    private long until;
    private @Nullable String user;
    private @Nullable String formerUser;
    private int mostSessions;
    private int highestPart;
    private String handle = "handle";
    private PartChanges parts = PartChanges.NONE;
    private boolean authentication;
    private List<NewEvent> events = List.of();

    public TestWrite(SessionId id, long expectedVersion) {
        this.id = id;
        this.expected = expectedVersion;
    }

    /** A well-formed id, and a new one each time. */
    public static SessionId newId() {
        return new SessionId("test-session-%012d-%s".formatted(NUMBERS.incrementAndGet(), "x".repeat(20)));
    }

    public TestWrite base(DocumentTag of) {
        base = of;
        return this;
    }

    public TestWrite before(SessionId former) {
        before = former;
        return this;
    }

    public TestWrite text(String value) {
        text = value;
        return this;
    }

    public TestWrite idle(long ms) {
        idle = ms;
        return this;
    }

    public TestWrite until(long ms) {
        until = ms;
        return this;
    }

    public TestWrite user(@Nullable String name) {
        user = name;
        return this;
    }

    public TestWrite formerUser(@Nullable String name) {
        formerUser = name;
        return this;
    }

    public TestWrite handle(String of) {
        handle = of;
        return this;
    }

    /** The container signed the user in, or the user's roles changed. */
    public TestWrite authentication() {
        authentication = true;
        return this;
    }

    public TestWrite events(NewEvent... recorded) {
        events = List.of(recorded);
        return this;
    }

    public TestWrite mostSessions(int most) {
        mostSessions = most;
        return this;
    }

    /** @param highest the highest number of a part that the document names */
    public TestWrite parts(int highest, Map<Integer, String> written, Integer... dropped) {
        highestPart = highest;
        var values = new HashMap<Integer, byte[]>();
        written.forEach((number, value) -> values.put(number, value.getBytes(StandardCharsets.UTF_8)));
        parts = new PartChanges(values, Set.of(dropped));
        return this;
    }

    public SessionWrite build() {
        var document = "{\"_version\":" + (expected + 1) + ",\"_until\":" + until + ",\"_idle\":" + idle
                + (highestPart == 0 ? "" : ",\"_parts\":" + highestPart) + ",\"text\":\"" + text
                + "\",\"_session\":{\"mark\":\"%011d\"}}".formatted(NUMBERS.incrementAndGet());
        return new SessionWrite(
                id,
                before,
                expected,
                base,
                document.getBytes(StandardCharsets.UTF_8),
                idle,
                until,
                user,
                formerUser,
                mostSessions,
                handle,
                parts,
                authentication,
                events);
    }
}
