package org.vedfolnir.session.attribute;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vedfolnir.session.attribute.access.AccessedAttributes;

/**
 * Takes back what a request made of the attributes: others find what is in the store, or what they have set themselves. For one failed request,
 * under the monitor of its {@link TrackedAttributes}.
 *
 * @param asked what the request got and set
 * @param outside the same of threads that are in no request
 */
record AttributeRollback(
        LiveValues values, AttributeMerge merge, AccessedAttributes asked, AccessedAttributes outside) {

    /**
     * Takes back what was set or removed, and the values that were spoilt in place.
     *
     * @param spoilt names of values that are not as they were read
     * @param unstorable names of values that were set and cannot be stored: also those of no request go, since they would fail all others
     * @param others other requests, which go on
     */
    void takeBackAll(Set<String> spoilt, Set<String> unstorable, List<AccessedAttributes> others) {
        var holders = with(others);
        var taken = ofNobodyElse(asked, asked.set(), holders);
        for (var name : ofNobodyElse(outside, unstorable, others)) {
            outside.saved(name, outside.lastSet(name));
            taken.add(name);
        }
        takeBack(taken, spoilt, holders);
    }

    /** Takes back what was set or removed and no other request has got since. What was changed in place stays. */
    void takeBackWhatWasSet(List<AccessedAttributes> others) {
        var holders = with(others);
        var taken = ofNobodyElse(asked, asked.set(), holders);
        taken.removeIf(name -> holders.stream()
                .anyMatch(each -> each.hasInHand(name, values.live().get(name))));
        takeBack(taken, Set.of(), holders);
    }

    private List<AccessedAttributes> with(List<AccessedAttributes> others) {
        var holders = new ArrayList<>(others);
        holders.add(outside);
        return holders;
    }

    /** Of some names, those that still have what one request set, and no other as well. */
    private Set<String> ofNobodyElse(
            AccessedAttributes setter, Set<String> names, Collection<AccessedAttributes> others) {
        var live = values.live();
        return names.stream()
                .filter(values::isChanged)
                .filter(name -> setter.hasSet(name, live.get(name))
                        && others.stream().noneMatch(each -> each.hasSet(name, live.get(name))))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void takeBack(Set<String> taken, Set<String> spoilt, Collection<AccessedAttributes> holders) {
        values.takeBack(taken);
        merge.readAnew(name -> !spoilt.contains(name) && !taken.contains(name), holders);
        asked.set().forEach(name -> asked.saved(name, asked.lastSet(name)));
        taken.forEach(name -> setAsBefore(name, holders));
    }

    /** A request that set it before, and has not saved it, has not been notified that it was taken back. */
    private void setAsBefore(String name, Collection<AccessedAttributes> others) {
        others.stream()
                .filter(each -> each.hasSet(name))
                .findFirst()
                .ifPresent(each -> values.setAsBefore(name, each.lastSet(name)));
    }
}
