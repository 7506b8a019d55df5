package org.vedfolnir.session.attribute.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/** The values that a session has replaced, and that requests still hold. Guarded by their tracked attributes. */
public final class SupersededValues {

    private static final int MOST_OUTDATED = 4;

    /** Most sessions never have one. */
    private List<SupersededValue> values = List.of();

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public boolean isAnyOf(AttributeSelection mine) {
        return !values.isEmpty() && values.stream().anyMatch(mine::includes);
    }

    public List<SupersededValue> of(AttributeSelection mine) {
        return values.isEmpty()
                ? List.of()
                : values.stream().filter(mine::includes).toList();
    }

    /**
     * The session has another value from now on.
     *
     * @param before its encoding when it was last read or saved
     * @param holders requests that may hold the value
     */
    public void keep(String name, Object value, EncodedAttribute before, Collection<AccessedAttributes> holders) {
        var holding = holders.stream().filter(each -> each.holds(name, value)).collect(Collectors.toSet());
        if (!holding.isEmpty()) {
            values = values.isEmpty() ? new ArrayList<>() : values;
            values.add(new SupersededValue(name, value, before, holding));
            forgetOld(name);
        }
    }

    /** Keeps only the last of the values that their holders have read again since, because a stream may read any number of times. */
    private void forgetOld(String name) {
        var old = values.stream()
                .filter(each -> each.name().equals(name) && each.isOutdated())
                .toList();
        values.removeAll(old.subList(0, Math.max(0, old.size() - MOST_OUTDATED)));
    }

    /** A request no longer holds any value. */
    public void release(AccessedAttributes holder) {
        if (!values.isEmpty()) {
            values.removeIf(each -> each.leave(holder));
        }
    }
}
