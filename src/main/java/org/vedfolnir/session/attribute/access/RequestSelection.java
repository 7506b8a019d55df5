package org.vedfolnir.session.attribute.access;

/**
 * What a request of a session that it shares with others has to save.
 *
 * @param asked what the request got values of
 * @param outside the same of threads that are in no request
 */
public record RequestSelection(AccessedAttributes asked, AccessedAttributes outside) implements AttributeSelection {

    @Override
    public boolean includes(String name) {
        return asked.has(name) || outside.has(name);
    }

    @Override
    public boolean includes(SupersededValue value) {
        return value.isInHandOf(asked) || value.isInHandOf(outside);
    }
}
