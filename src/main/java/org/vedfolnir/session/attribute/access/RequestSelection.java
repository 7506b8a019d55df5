package org.vedfolnir.session.attribute.access;

/**
 * The attributes that a request has to save if it shares the session with others.
 *
 * @param asked what the request read
 * @param outside what threads outside of requests read
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
