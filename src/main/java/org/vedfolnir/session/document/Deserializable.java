package org.vedfolnir.session.document;

import java.io.ObjectInputFilter;

/**
 * What may be deserialized: the operator's pattern, and behind it what is refused anyway. The limits hold for all.
 *
 * @param pattern of the operator; it decides first, and what it says nothing about is decided by {@code known}
 * @param known refuses the classes that are known to run code when they are read
 * @param limits on depth, references, array lengths and bytes
 */
record Deserializable(ObjectInputFilter pattern, ObjectInputFilter known, ObjectInputFilter limits)
        implements ObjectInputFilter {

    @Override
    public Status checkInput(FilterInfo asked) {
        if (limits.checkInput(asked) == Status.REJECTED) {
            return Status.REJECTED;
        }
        var decided = pattern.checkInput(asked);
        return decided == Status.UNDECIDED ? known.checkInput(asked) : decided;
    }
}
