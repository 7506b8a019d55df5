package org.vedfolnir.benchmark.faces;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicLong;

/** Is part of each view's state and counts how often Java serialization writes and reads one. */
final class Witness implements Serializable {

    static final AtomicLong WRITTEN = new AtomicLong();
    static final AtomicLong READ = new AtomicLong();

    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        WRITTEN.incrementAndGet();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        READ.incrementAndGet();
    }
}
