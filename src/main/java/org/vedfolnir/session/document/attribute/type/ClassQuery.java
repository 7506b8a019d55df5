package org.vedfolnir.session.document.attribute.type;

import java.io.ObjectInputFilter;

/** A question to a filter about one class, without the stream that the filter usually inspects. */
public record ClassQuery(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {

    /** Whether the filter refuses the class. */
    public static boolean isRejected(ObjectInputFilter filter, Class<?> type) {
        return filter.checkInput(new ClassQuery(type)) == ObjectInputFilter.Status.REJECTED;
    }

    @Override
    public long arrayLength() {
        return -1;
    }

    @Override
    public long depth() {
        return 1;
    }

    @Override
    public long references() {
        return 1;
    }

    @Override
    public long streamBytes() {
        return 0;
    }
}
