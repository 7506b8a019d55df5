package org.vedfolnir.session.document.attribute.serialization;

import java.io.ObjectInputFilter;

/**
 * What a stream of so many bytes can honestly ask for, so that what was written is read, however deep it nests, and a stream that claims arrays
 * of two thousand million elements, be it one or many, gets none. For one stream, by one thread.
 */
final class StreamSizeFilter implements ObjectInputFilter {

    /** An element takes a byte at least; a hash table has at most so many places for each byte of its entries. */
    private static final int PLACES = 4;

    /** Of empty collections. */
    private static final int SMALL = 1024;

    private final ObjectInputFilter classes;
    private long left;

    /**
     * @param classes which classes may be read
     * @param bytes of the stream
     */
    StreamSizeFilter(ObjectInputFilter classes, long bytes) {
        this.classes = classes;
        this.left = PLACES * bytes + SMALL;
    }

    @Override
    public Status checkInput(FilterInfo asked) {
        left -= Math.max(0, asked.arrayLength());
        return left < 0 ? Status.REJECTED : classes.checkInput(asked);
    }
}
