package org.vedfolnir.session.request.body;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** Reads a request's body from the connector into memory. Used by one thread. */
final class RequestBodyReader implements ApplicationBufferHandler {

    private final Request request;
    private final int largest;
    private final long announced;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /** @param largest in bytes */
    RequestBodyReader(Request request, int largest) {
        this.request = request;
        this.largest = largest;
        this.announced = request.getContentLengthLong();
    }

    /**
     * Reads what has arrived, without waiting.
     *
     * @return whether that was all; the length of a chunked body is unknown before its end
     */
    boolean readWhatIsThere() throws IOException {
        while (announced > read.size() && isThereMore()) {
            if (!readOn()) {
                return true;
            }
        }
        return announced == read.size();
    }

    private boolean isThereMore() {
        request.action(ActionCode.AVAILABLE, Boolean.TRUE);
        return request.getAvailable() > 0;
    }

    /**
     * Waits for the rest.
     *
     * @param end by {@link System#nanoTime()}
     * @return false if the deadline passed first
     */
    boolean readUntil(long end) throws IOException {
        while (announced != read.size()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            if (!readOn()) {
                return true;
            }
        }
        return true;
    }

    /** @return false at the end of the body */
    private boolean readOn() throws IOException {
        if (request.doRead(this) < 0) {
            return false;
        }
        if (read.size() + buffer.remaining() > largest) {
            throw new BodyTooLargeException();
        }
        while (buffer.hasRemaining()) {
            read.write(buffer.get());
        }
        return true;
    }

    /**
     * Puts the body back, for Tomcat to read again. The beginning of the next request may have arrived along with its
     * last bytes (RFC 9112 §9.3.2). Tomcat does not search for it after a body that was put back, so those bytes return
     * to the connector.
     *
     * @param http2 whether the request has its own stream, where Tomcat would not replay the body
     * @return false if the beginning of the next request is unknown, so that the connection must be closed
     */
    boolean layBack(boolean http2) {
        var bytes = new ByteChunk();
        bytes.setBytes(read.toByteArray(), 0, read.size());
        if (http2) {
            request.setInputBuffer(new BufferedBody(bytes));
            return true;
        }
        var known = giveBackWhatFollows();
        request.action(ActionCode.REQ_SET_BODY_REPLAY, bytes);
        return known;
    }

    /** A chunked body ends after its trailer, which Tomcat has read. In AJP a body has its own packets. */
    private boolean giveBackWhatFollows() {
        if (!(request.getInputBuffer() instanceof Http11InputBuffer connector)) {
            return true;
        }
        if (announced < 0) {
            return false;
        }
        // the connector's buffer is a view, cut at the end of the body
        connector.getByteBuffer().position(buffer.limit());
        return true;
    }

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
        return buffer;
    }

    @Override
    public void expand(int size) {
        // the connector brings its own buffer
    }
}
