package org.vedfolnir.tab;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.FollowedSession;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionStatus;

/** One open stream, the session that it follows, and the state that its client knows. Thread-safe. */
final class TabSubscription {

    /** A heartbeat detects clients that have disconnected, and keeps proxies from closing the stream. */
    private static final long BEAT_NANOS = Duration.ofSeconds(15).toNanos();

    private final EventStream stream;
    private final FollowedSession session;
    private final long account;
    private final String handle;
    private long version;
    private long revision;
    private long lastSent = System.nanoTime();

    /**
     * @param handle of the session, which survives id changes
     * @param version of the session, as the request that opened the stream saw it
     * @param revision of the account, likewise
     */
    TabSubscription(
            EventStream stream, FollowedSession session, String handle, long account, long version, long revision) {
        this.stream = stream;
        this.session = session;
        this.handle = handle;
        this.account = account;
        this.version = version;
        this.revision = revision;
    }

    EventStream stream() {
        return stream;
    }

    FollowedSession session() {
        return session;
    }

    boolean isOf(String session) {
        return handle.equals(session) && !stream.isOver();
    }

    boolean isOf(long person) {
        return account == person && !stream.isOver();
    }

    long account() {
        return account;
    }

    synchronized void onStatus(SessionStatus status) {
        if (status instanceof SessionStatus.Live live) {
            if (live.version() != version) {
                version = live.version();
                send("event: changed\ndata: " + version + "\n\n");
            } else {
                beat();
            }
        } else if (status instanceof SessionStatus.Unknown) {
            beat(); // the next poll asks the store again; the stream stays open
        } else {
            if (!(status instanceof SessionStatus.Moved)) {
                send("event: ended\ndata: " + reason(status) + "\n\n");
            }
            stream.end();
        }
    }

    private void beat() {
        if (System.nanoTime() - lastSent > BEAT_NANOS) {
            send(": still here\n\n");
        }
    }

    private static EndReason reason(SessionStatus status) {
        return status instanceof SessionStatus.Ended ended ? ended.reason() : EndReason.EXPIRED;
    }

    /** @param now the revision of the account; null if it is closed or deleted */
    synchronized void onAccountRevision(@Nullable Long now) {
        if (now == null || now != revision) {
            revision = now == null ? -1 : now;
            send("event: changed\ndata: " + version + "\n\n");
        }
    }

    private void send(String text) {
        lastSent = System.nanoTime();
        stream.send(text);
    }
}
