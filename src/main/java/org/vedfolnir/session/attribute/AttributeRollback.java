package org.vedfolnir.session.attribute;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vedfolnir.session.attribute.access.AccessedAttributes;

/**
 * Reverts a request's changes to the attributes: others see the stored values, or those that they have set themselves.
 * For one failed request, under the monitor of its {@link TrackedAttributes}.
 *
 * @param accessed what the request read and set
 * @param outside what threads outside of requests read and set
 */
record AttributeRollback(
        LiveValues values, AttributeMerge merge, AccessedAttributes accessed, AccessedAttributes outside) {

    /**
     * Reverts what was set or removed, and the values that were changed in place.
     *
     * @param spoilt names of values that differ from what was read
     * @param unstorable names of values that were set and cannot be stored: those set outside of requests are
     *     reverted, too, since they would fail all other requests
     * @param others other requests, which continue
     */
    void takeBackAll(Set<String> spoilt, Set<String> unstorable, List<AccessedAttributes> others) {
        var holders = with(others);
        var taken = ofNobodyElse(accessed, accessed.set(), holders);
        for (var name : ofNobodyElse(outside, unstorable, others)) {
            outside.saved(name, outside.lastSet(name));
            taken.add(name);
        }
        takeBack(taken, spoilt, holders);
    }

    /** Reverts what was set or removed and no other request has read since. In-place changes stay. */
    void takeBackWhatWasSet(List<AccessedAttributes> others) {
        var holders = with(others);
        var taken = ofNobodyElse(accessed, accessed.set(), holders);
        taken.removeIf(name ->
                holders.stream().anyMatch(each -> each.holds(name, values.live().get(name))));
        takeBack(taken, Set.of(), holders);
    }

    private List<AccessedAttributes> with(List<AccessedAttributes> others) {
        var holders = new ArrayList<>(others);
        holders.add(outside);
        return holders;
    }

    /** Filters the names whose current value was set by one request and by no other. */
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
        accessed.set().forEach(name -> accessed.saved(name, accessed.lastSet(name)));
        taken.forEach(name -> setAsBefore(name, holders));
    }

    /** An earlier change by another request that is not saved becomes valid again. */
    private void setAsBefore(String name, Collection<AccessedAttributes> others) {
        others.stream()
                .filter(each -> each.hasSet(name))
                .findFirst()
                .ifPresent(each -> values.setAsBefore(name, each.lastSet(name)));
    }
}
