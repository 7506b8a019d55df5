package org.vedfolnir.session.document.attribute.serialization;

import java.io.ObjectInputFilter;

/**
 * What may be deserialized: what the operator's pattern says, and where it says nothing, all but what is refused anyway.
 *
 * @param pattern of the operator
 * @param known refuses the classes that are known to run code when they are read
 */
record DeserializationFilter(ObjectInputFilter pattern, ObjectInputFilter known) implements ObjectInputFilter {

    @Override
    public Status checkInput(FilterInfo asked) {
        var decided = pattern.checkInput(asked);
        return decided == Status.UNDECIDED ? known.checkInput(asked) : decided;
    }
}
