package org.vedfolnir.session.document.attribute.serialization;

import java.io.ObjectInputFilter;

/**
 * What may be deserialized: the operator's pattern decides, and where it is undecided, everything but known gadgets is
 * accepted.
 *
 * @param pattern of the operator
 * @param known rejects the classes that are known to run code when they are read
 */
record DeserializationFilter(ObjectInputFilter pattern, ObjectInputFilter known) implements ObjectInputFilter {

    @Override
    public Status checkInput(FilterInfo info) {
        var decided = pattern.checkInput(info);
        return decided == Status.UNDECIDED ? known.checkInput(info) : decided;
    }
}
