package org.vedfolnir.tab;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One stream of server-sent events. No thread blocks on its client: bytes that cannot be written now are written when the container allows it. A
 * client that falls behind is disconnected. Thread-safe.
 */
final class EventStream implements WriteListener {

    /** The maximum number of events that a client may be behind. */
    private static final int MOST_WAITING = 16;

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private boolean ending;
    private boolean over;

    /** @param first text that opens the stream */
    EventStream(AsyncContext context, String first) throws IOException {
        this.context = context;
        this.out = context.getResponse().getOutputStream();
        waiting.add(first.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts writing. The container calls back at once, on this thread or another. */
    void begin() {
        out.setWriteListener(this);
    }

    /** Sends text, for example {@code "event: changed\ndata: 7\n\n"}. */
    synchronized void send(String text) {
        if (over || ending) {
            return;
        }
        waiting.add(text.getBytes(StandardCharsets.UTF_8));
        if (waiting.size() > MOST_WAITING) {
            leave();
        } else {
            write();
        }
    }

    /** Ends the stream after all queued text is written. */
    synchronized void end() {
        ending = true;
        write();
    }

    synchronized boolean isOver() {
        return over;
    }

    @Override
    public synchronized void onWritePossible() {
        write();
    }

    @Override
    public synchronized void onError(Throwable problem) {
        leave();
    }

    private void write() {
        if (over) {
            return;
        }
        try {
            while (out.isReady()) {
                var next = waiting.poll();
                if (next == null) {
                    finish();
                    return;
                }
                out.write(next);
                if (waiting.isEmpty() && out.isReady()) {
                    out.flush();
                }
            }
        } catch (IOException | RuntimeException e) {
            leave(); // the client has disconnected, or the container has ended the request or failed
        }
    }

    private void finish() {
        if (ending) {
            leave();
        }
    }

    private void leave() {
        if (!over) {
            over = true;
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // the container has completed it already
            }
        }
    }
}
