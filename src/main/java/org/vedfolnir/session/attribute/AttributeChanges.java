package org.vedfolnir.session.attribute;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.SupersededValue;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;

/**
 * The changes of a session's attributes to save, at one point in time. Immutable.
 *
 * @param moment the attributes at that time
 * @param written the new values by name; null removes the attribute
 * @param onlyOver those of {@code written} that the request did not set under these names: a shared object was
 *     changed under another name, or is no longer shared. They apply only if the name still has the value that was
 *     read.
 * @param superseded the replaced values that were changed in place, as they are to be saved
 * @param lost names of which this save replaces a change, or of which a change cannot be saved with it
 * @param local what stays on this node
 */
public record AttributeChanges(
        AttributeState moment,
        Map<String, @Nullable EncodedAttribute> written,
        Map<String, EncodedAttribute> onlyOver,
        Map<SupersededValue, EncodedAttribute> superseded,
        Set<String> lost,
        Local local) {

    /**
     * The attributes that are not stored. Immutable.
     *
     * @param values by name
     * @param gone names that this node no longer keeps
     * @param reasons why values were not saved, unless the settings say so
     */
    public record Local(Map<String, Object> values, Set<String> gone, Map<String, NotStorableException> reasons) {

        public static final Local NOTHING = new Local(Map.of(), Set.of(), Map.of());
    }

    static AttributeChanges none(AttributeState moment, Local local) {
        return new AttributeChanges(moment, Map.of(), Map.of(), Map.of(), Set.of(), local);
    }
}
