package org.vedfolnir.tab;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.FollowedSession;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionStatus;

/** One open stream, the session that it watches, and what its client has been told. Thread-safe. */
final class TabSubscription {

    /** So that a reader which has gone is noticed, and no proxy takes the stream for dead. */
    private static final long BEAT_NANOS = Duration.ofSeconds(15).toNanos();

    private final EventStream stream;
    private final FollowedSession session;
    private final long account;
    private final String handle;
    private long version;
    private long revision;
    private long lastSent = System.nanoTime();

    /**
     * @param handle the session's, which survives its id
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
            beat(); // the store is asked again; the reader's stream is none the worse for it
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

    /** @param now of the account; null when it is closed or gone */
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
