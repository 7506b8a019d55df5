package org.vedfolnir.session.engine;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * Counts, by the name of the attribute, changes that one request saved and that the save of another, which had not seen them, replaced.
 * Each name is said once. Thread-safe.
 */
public final class OverwrittenChanges {

    /** What names beyond the bound are counted as. */
    static final String OTHERS = "(others)";

    private static final System.Logger LOG = System.getLogger(OverwrittenChanges.class.getName());
    private static final int MOST_NAMES = 100;

    private final int mostNames;
    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    public OverwrittenChanges() {
        this(MOST_NAMES);
    }

    /** @param mostNames how many are counted by themselves: an application may make names without end */
    public OverwrittenChanges(int mostNames) {
        this.mostNames = mostNames;
    }

    /**
     * Counts what a save has replaced. Costs nothing where nobody else saved meanwhile.
     *
     * @param read the document that the request worked on
     * @param base the one over which its change was saved
     */
    public void note(SessionChange change, SessionDocument read, SessionDocument base) {
        // a base with a lower version is what a failover left: the store lost those changes, and not this save
        if (read.version() == 0 || base.version() <= read.version()) {
            return;
        }
        change.attributes().forEach((name, written) -> {
            // what holds only over the value that was read has replaced no other
            if (!change.onlyOver().containsKey(name) && !same(name, read, base) && !holds(base, name, written)) {
                count(name);
            }
        });
    }

    /** Counts what a save has replaced of which it is known that the request had not seen it. */
    public void note(Set<String> replaced) {
        replaced.forEach(this::count);
    }

    /** Whether an attribute has the same value in both, or none, wherever it lies and whoever shares it. */
    private static boolean same(String name, SessionDocument one, SessionDocument other) {
        var part = one.parts().get(name);
        var others = other.parts().get(name);
        if (part != null && others != null) {
            return part.sameValue(others);
        }
        return part != null
                ? holds(one, name, other.attributes().get(name))
                : holds(other, name, one.attributes().get(name));
    }

    /** Whether an attribute has this value; null for none. */
    private static boolean holds(SessionDocument document, String name, @Nullable EncodedAttribute value) {
        var part = document.parts().get(name);
        var inside = document.attributes().get(name);
        if (value == null) {
            return part == null && inside == null;
        }
        return part != null ? part.holds(value) : inside != null && inside.hasValueOf(value);
    }

    private void count(String attribute) {
        var name = Printable.name(attribute);
        var known = counts.get(name);
        (known == null ? first(name) : known).increment();
    }

    private synchronized LongAdder first(String name) {
        var counted = counts.size() < mostNames || counts.containsKey(name) ? name : OTHERS;
        return counts.computeIfAbsent(counted, this::said);
    }

    private LongAdder said(String name) {
        if (name.equals(OTHERS)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Changes of more than {0} session attributes were lost. Those of further attributes are counted"
                            + " together, as {1}.",
                    mostNames,
                    OTHERS);
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Two requests of one session changed its attribute ''{0}'' at the same time; the later save"
                            + " replaced the change of the other. Send the requests of a session to one node (sticky"
                            + " sessions) and set concurrency to shared, so that they work on the same object; or change"
                            + " this attribute in one request at a time. Further losses of it are only counted (JMX:"
                            + " lostChanges). See docs/install.md, Requests at the same time.",
                    name);
        }
        return new LongAdder();
    }

    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The most first. */
    public Map<String, Long> byName() {
        var sorted = new LinkedHashMap<String, Long>();
        counts.entrySet().stream()
                .map(each -> Map.entry(each.getKey(), each.getValue().sum()))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> sorted.put(each.getKey(), each.getValue()));
        return sorted;
    }
}
