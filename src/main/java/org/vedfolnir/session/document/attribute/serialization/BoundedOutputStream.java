package org.vedfolnir.session.document.attribute.serialization;

import java.io.ByteArrayOutputStream;
import org.vedfolnir.session.document.json.TooLargeException;

/** Stops at a limit, so that a value that is too large is not written to its end. */
final class BoundedOutputStream extends ByteArrayOutputStream {

    private final int most;

    BoundedOutputStream(int most) {
        super(512);
        this.most = most;
    }

    @Override
    public synchronized void write(int b) {
        requireRoomFor(1);
        super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        requireRoomFor(length);
        super.write(bytes, from, length);
    }

    private void requireRoomFor(int more) {
        if (more > most - count) {
            throw new TooLargeException((long) count + more);
        }
    }
}
