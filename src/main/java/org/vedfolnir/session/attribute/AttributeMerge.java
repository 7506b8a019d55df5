package org.vedfolnir.session.attribute;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.attribute.access.SupersededValue;
import org.vedfolnir.session.attribute.access.SupersededValues;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * Makes documents saved by this node or another one the base of a session's live values. Values that another node has
 * set are read again, and the value read before does not overwrite them. Requests that hold the old value may still
 * change it, so it is compared as long as they hold it. Guarded by its {@link TrackedAttributes}.
 */
final class AttributeMerge {

    private final LiveValues values;
    private final SupersededValues superseded = new SupersededValues();
    /** Unsaved changes of this node whose names another node has set since. Most sessions never have any. */
    private Set<String> unseen = Set.of();
    /** The values of a save in flight. */
    private Map<String, @Nullable EncodedAttribute> sending = Map.of();

    AttributeMerge(LiveValues values) {
        this.values = values;
    }

    SupersededValues superseded() {
        return superseded;
    }

    AttributeState state(AttributeSelection mine) {
        return values.state(mine, superseded, unseen);
    }

    /** A save is in flight: another request may read what it wrote before this node has the reply. */
    void send(Map<String, @Nullable EncodedAttribute> written) {
        sending = written;
    }

    /** Runs after a save of this node. */
    void rebase(SessionDocument saved, AttributeChanges sent, Collection<AccessedAttributes> holders) {
        var after = values.base().after(saved, sent.written());
        var then = sent.moment();
        values.saved(then);
        for (var each : holders) {
            for (var name : then.put()) {
                each.saved(name, then.live().get(name));
            }
            for (var name : then.removed()) {
                each.saved(name, null);
            }
        }
        sent.superseded().forEach(SupersededValue::saved);
        replace(after, isAsSaved(after, sent), holders);
        if (!unseen.isEmpty()) {
            unseen.retainAll(values.put());
        }
        values.undecodable().clear();
        sending = Map.of();
    }

    private Predicate<String> isAsSaved(AttributeSnapshot after, AttributeChanges sent) {
        var before = values.base();
        var heldOnly = sent.superseded().isEmpty()
                ? Set.of()
                : sent.superseded().keySet().stream().map(SupersededValue::name).collect(Collectors.toSet());
        return name -> sent.written().containsKey(name) && !heldOnly.contains(name)
                ? after.holds(name, sent.written().get(name))
                : after.same(name, before);
    }

    /** Runs after a save of another node, in the middle of requests. */
    void refresh(SessionDocument newer, Collection<AccessedAttributes> holders) {
        var before = values.base();
        var after = before.after(newer, sending);
        Predicate<String> unchanged =
                name -> after.same(name, before) || sending.containsKey(name) && after.holds(name, sending.get(name));
        values.undecodable().removeIf(unchanged.negate());
        values.changed().filter(unchanged.negate()).forEach(this::addUnseen);
        replace(after, unchanged, holders);
    }

    private void addUnseen(String name) {
        unseen = unseen.isEmpty() ? new HashSet<>() : unseen;
        unseen.add(name);
    }

    /** Reads values again, except for unchanged ones and those that were set here. */
    void readAnew(Predicate<String> unchanged, Collection<AccessedAttributes> holders) {
        replace(values.base(), unchanged, holders);
    }

    private void replace(AttributeSnapshot after, Predicate<String> unchanged, Collection<AccessedAttributes> holders) {
        values.replace(after, unchanged, (name, value) -> keep(name, value, holders));
    }

    /** The session has another value from now on. */
    private void keep(String name, Object value, Collection<AccessedAttributes> holders) {
        var before = values.base().known(name);
        if (before != null && !AttributeCodec.immutable(value)) {
            superseded.keep(name, value, before, holders);
        }
    }
}
