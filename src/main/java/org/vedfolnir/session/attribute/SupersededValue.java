package org.vedfolnir.session.attribute;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * A value that requests have in hand although the session has another one by now, which another node has set. Who changes it in place
 * has made a change: it is saved as that of a request on another node would be. Guarded by the {@link TrackedAttributes} that it belongs
 * to.
 */
public final class SupersededValue {

    private final String name;
    private final Object value;
    private EncodedAttribute saved;
    private final Set<AccessedAttributes> holders = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param saved what it was when it was read or saved for the last time
     * @param holders who has it in hand
     */
    SupersededValue(String name, Object value, EncodedAttribute saved, Set<AccessedAttributes> holders) {
        this.name = name;
        this.value = value;
        this.saved = saved;
        this.holders.addAll(holders);
    }

    String name() {
        return name;
    }

    Object value() {
        return value;
    }

    EncodedAttribute saved() {
        return saved;
    }

    void saved(EncodedAttribute now) {
        saved = now;
    }

    public boolean isInHandOf(AccessedAttributes holder) {
        return holders.contains(holder);
    }

    /** Whether all who have had it in hand have got another value since. */
    boolean isOutdated() {
        return holders.stream().noneMatch(each -> each.hasInHand(name, value));
    }

    /** @return whether nobody has it in hand any more */
    boolean leave(AccessedAttributes holder) {
        holders.remove(holder);
        return holders.isEmpty();
    }
}
