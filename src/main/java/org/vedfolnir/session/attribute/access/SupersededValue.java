package org.vedfolnir.session.attribute.access;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * A value that requests hold although another node has replaced it in the session. If one of them changes it in place,
 * that is saved like the change of a request on another node. Guarded by its tracked attributes.
 */
public final class SupersededValue {

    private final String name;
    private final Object value;
    private EncodedAttribute saved;
    private final Set<AccessedAttributes> holders = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param saved its encoding when it was last read or saved
     * @param holders the requests that hold it
     */
    SupersededValue(String name, Object value, EncodedAttribute saved, Set<AccessedAttributes> holders) {
        this.name = name;
        this.value = value;
        this.saved = saved;
        this.holders.addAll(holders);
    }

    public String name() {
        return name;
    }

    public Object value() {
        return value;
    }

    public EncodedAttribute saved() {
        return saved;
    }

    public void saved(EncodedAttribute now) {
        saved = now;
    }

    public boolean isHeldBy(AccessedAttributes holder) {
        return holders.contains(holder);
    }

    /** Whether all its holders have read another value since. */
    boolean isOutdated() {
        return holders.stream().noneMatch(each -> each.holds(name, value));
    }

    /** @return whether no request holds it any more */
    boolean leave(AccessedAttributes holder) {
        holders.remove(holder);
        return holders.isEmpty();
    }
}
