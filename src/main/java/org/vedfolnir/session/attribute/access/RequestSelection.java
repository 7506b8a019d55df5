package org.vedfolnir.session.attribute.access;

/**
 * The attributes that a request has to save if it shares the session with others.
 *
 * @param accessed what the request read
 * @param outside what threads outside of requests read
 */
public record RequestSelection(AccessedAttributes accessed, AccessedAttributes outside) implements AttributeSelection {

    @Override
    public boolean includes(String name) {
        return accessed.has(name) || outside.has(name);
    }

    @Override
    public boolean includes(SupersededValue value) {
        return value.isHeldBy(accessed) || value.isHeldBy(outside);
    }
}
