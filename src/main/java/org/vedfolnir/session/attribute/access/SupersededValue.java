package org.vedfolnir.session.attribute.access;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * A value that requests have in hand although the session has another one by now, which another node has set. If one of them changes it in
 * place, that is a change, which is saved as that of a request on another node would be. Guarded by the tracked attributes that it belongs to.
 */
public final class SupersededValue {

    private final String name;
    private final Object value;
    private EncodedAttribute saved;
    private final Set<AccessedAttributes> holders = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param saved what it was when it was read or saved for the last time
     * @param holders the requests that have it in hand
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

    public boolean isInHandOf(AccessedAttributes holder) {
        return holders.contains(holder);
    }

    /** Whether all requests that have had it in hand have got another value since. */
    boolean isOutdated() {
        return holders.stream().noneMatch(each -> each.hasInHand(name, value));
    }

    /** @return whether no request has it in hand any more */
    boolean leave(AccessedAttributes holder) {
        holders.remove(holder);
        return holders.isEmpty();
    }
}
