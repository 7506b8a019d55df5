package org.vedfolnir.session.request.body;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** A request's body on its way, read from the connector into memory. For one thread. */
final class RequestBodyReader implements ApplicationBufferHandler {

    private final Request request;
    private final int largest;
    private final long announced;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /** @param largest bytes */
    RequestBodyReader(Request request, int largest) {
        this.request = request;
        this.largest = largest;
        this.announced = request.getContentLengthLong();
    }

    /** Does not wait. @return whether that was all; of a body in chunks nobody knows before it is read */
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
     * @return false when the time was over before
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
     * Lays it back, for Tomcat to read again. The next request of the connection may have come along with its last bytes (RFC 9112 §9.3.2), and Tomcat
     * does not look for it behind a body that was laid back: its beginning is given back to the connector.
     *
     * @param http2 whether the request has a stream of its own, whose body Tomcat would not lay back
     * @return false when nobody can tell where the next request begins, so that the connection must be closed
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

    /** A body in chunks ends behind its trailer, which Tomcat has read. In AJP a body has packets of its own. */
    private boolean giveBackWhatFollows() {
        if (!(request.getInputBuffer() instanceof Http11InputBuffer connector)) {
            return true;
        }
        if (announced < 0) {
            return false;
        }
        // what the connector gave is a view of its own buffer, cut at the end of the body
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
