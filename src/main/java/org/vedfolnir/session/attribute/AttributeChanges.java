package org.vedfolnir.session.attribute;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.SupersededValue;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;

/**
 * What is to be saved of a session's attributes, as of one moment. Immutable.
 *
 * @param moment the attributes as they were then
 * @param written the new values by name; null removes the attribute
 * @param onlyOver of these, the ones that were not meant for these names: an object that is theirs as well was changed under another
 *     name, or ceased to be shared. They hold only for a name that still has the value that was read.
 * @param superseded of the values that the session has replaced, those that were changed in place, as they are to be saved
 * @param lost names of which a change is replaced by this, or cannot be saved beside it
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
     * What no store gets. Immutable.
     *
     * @param values by name
     * @param gone names that this node does not keep from now on
     * @param reasons why values were not saved, where the operator did not say so
     */
    public record Local(Map<String, Object> values, Set<String> gone, Map<String, NotStorableException> reasons) {

        public static final Local NOTHING = new Local(Map.of(), Set.of(), Map.of());
    }

    static AttributeChanges none(AttributeState moment, Local local) {
        return new AttributeChanges(moment, Map.of(), Map.of(), Map.of(), Set.of(), local);
    }
}
