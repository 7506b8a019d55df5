package org.vedfolnir.session.document;

import java.io.ObjectInputFilter;

/**
 * What a stream of so many bytes can honestly ask for, so that what was written is read, however deep it nests, and a stream that claims an
 * array of two thousand million elements gets none. Immutable.
 *
 * @param classes which classes may be read
 * @param bytes of the stream
 */
record StreamBounds(ObjectInputFilter classes, long bytes) implements ObjectInputFilter {

    /** An element takes a byte at least; a hash table has at most two places for each byte of its entries. */
    private static final int PLACES = 2;

    /** Of empty collections. */
    private static final int SMALL = 1024;

    @Override
    public Status checkInput(FilterInfo asked) {
        return asked.arrayLength() > PLACES * bytes + SMALL ? Status.REJECTED : classes.checkInput(asked);
    }
}
