package org.vedfolnir.session.document.attribute.serialization;

import java.io.ObjectInputFilter;

/**
 * Limits the arrays of a stream by its length: everything that was written can be read, at any nesting depth, but a
 * stream cannot claim arrays of two billion elements, in one or in many. For one stream, by one thread.
 */
final class StreamSizeFilter implements ObjectInputFilter {

    /** An element takes at least a byte; a hash table allocates at most so many slots for each byte of its entries. */
    private static final int PLACES = 4;

    /** Allowance for empty collections. */
    private static final int SMALL = 1024;

    private final ObjectInputFilter classes;
    private long remaining;

    /**
     * @param classes decides which classes may be read
     * @param bytes length of the stream
     */
    StreamSizeFilter(ObjectInputFilter classes, long bytes) {
        this.classes = classes;
        this.remaining = PLACES * bytes + SMALL;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        remaining -= Math.max(0, info.arrayLength());
        return remaining < 0 ? Status.REJECTED : classes.checkInput(info);
    }
}
