package org.vedfolnir.session.request.body;

import java.nio.ByteBuffer;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * A body that was read, for its next reader, on a stream of HTTP/2: Tomcat's own replay gives an empty body there. Used
 * by one thread.
 */
final class BufferedBody implements InputBuffer {

    private final ByteBuffer bytes;
    private boolean given;

    BufferedBody(ByteChunk read) {
        bytes = ByteBuffer.wrap(read.getBytes(), read.getStart(), read.getLength());
    }

    @Override
    public int doRead(ApplicationBufferHandler reader) {
        if (given || !bytes.hasRemaining()) {
            return -1;
        }
        given = true;
        reader.setByteBuffer(bytes.duplicate());
        return bytes.remaining();
    }

    @Override
    public int available() {
        return given ? 0 : bytes.remaining();
    }
}
