package org.vedfolnir.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** A request's body on its way, read from the connector into memory. For one thread. */
final class ArrivingBody implements ApplicationBufferHandler {

    private final Request request;
    private final int largest;
    private final long announced;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /** @param largest bytes */
    ArrivingBody(Request request, int largest) {
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
            throw new TooLargeBodyException();
        }
        while (buffer.hasRemaining()) {
            read.write(buffer.get());
        }
        return true;
    }

    /** What was read. */
    ByteChunk bytes() {
        var chunk = new ByteChunk();
        chunk.setBytes(read.toByteArray(), 0, read.size());
        return chunk;
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
