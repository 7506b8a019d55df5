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
 * Counts lost updates by attribute name: changes that one request saved, and that another request's save replaced
 * without having seen them. Logs each name once. Thread-safe.
 */
public final class OverwrittenChanges {

    /** The name under which attributes beyond the limit are counted. */
    static final String OTHERS = "(others)";

    private static final System.Logger LOG = System.getLogger(OverwrittenChanges.class.getName());
    private static final int MOST_NAMES = 100;

    private final int mostNames;
    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    public OverwrittenChanges() {
        this(MOST_NAMES);
    }

    /** @param mostNames how many names are counted separately, because an application may use any number of names */
    public OverwrittenChanges(int mostNames) {
        this.mostNames = mostNames;
    }

    /**
     * Counts what a save replaced. Costs nothing if no other request saved in between.
     *
     * @param read the document that the request used
     * @param base the document over which its change was saved
     */
    public void note(SessionChange change, SessionDocument read, SessionDocument base) {
        // a base with a lower version is the result of a failover: the store lost those changes, not this save
        if (read.version() == 0 || base.version() <= read.version()) {
            return;
        }
        change.attributes().forEach((name, written) -> {
            // a change that applies only over the value that was read replaces no other value
            if (!change.onlyOver().containsKey(name) && !same(name, read, base) && !holds(base, name, written)) {
                count(name);
            }
        });
    }

    /** Counts attributes whose newer values the request is known to have replaced unseen. */
    public void note(Set<String> replaced) {
        replaced.forEach(this::count);
    }

    /**
     * Whether an attribute has the same value in both documents, or in neither. Its place and its sharing do not
     * matter.
     */
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

    /** @param value null if the attribute must be absent */
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
        return counts.computeIfAbsent(counted, this::logFirst);
    }

    private LongAdder logFirst(String name) {
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

    /** The highest counts first. */
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
