package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.ManySessions.Many;
import org.vedfolnir.session.store.redis.StoredKeys.Scanned;
import org.vedfolnir.session.store.redis.keys.Shards;

/**
 * Compares all data in a Redis Cluster with what was done, when no operation is in progress any more. It counts separately what may have been
 * lost with a dead master, since a replica copies with a delay.
 */
final class ManySessionsCheck {

    private static final int HANDLES = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PART = ":part:1";

    /** A fault of one session, or of one key. */
    enum Wrong {
        VANISHED_WITHOUT_AN_END,
        LIVES_AFTER_ITS_END,
        LIVES_AFTER_ITS_TIME,
        LIVES_TWICE,
        LIVES_UNDER_ANOTHER_ID,
        NOT_RECORDED_ONCE_AS_BEGUN,
        NOT_RECORDED_ONCE_AS_RENAMED,
        ENDED_TWICE,
        ENDED_FOR_ANOTHER_REASON,
        EVENT_IN_TWO_PLACES,
        NO_END_IN_REDIS,
        NOT_AMONG_THE_EXPIRIES,
        EXPIRY_OF_NOTHING,
        LARGE_VALUE_MISSING,
        LARGE_VALUE_OF_NOTHING,
        NOT_FOUND_BY_ITS_HANDLE,
        UNKNOWN_KEY
    }

    /** The shards, and the period, in which acknowledged changes may be lost. */
    record Loss(Set<Integer> shards, long from, long to) {

        boolean mayHaveTaken(Many session) {
            return shards.contains(Shards.of(true).of(session.id)) && session.changedBetween(from, to);
        }
    }

    private final ManySessions sessions;
    private final DeliveredEvents events;
    private final List<Loss> losses;
    private final Map<Wrong, List<String>> wrong = new EnumMap<>(Wrong.class);
    private final Map<Wrong, Integer> taken = new EnumMap<>(Wrong.class);
    private final Map<Many, List<Scanned>> documents = new HashMap<>();
    private final Map<String, Many> large = new HashMap<>();

    ManySessionsCheck(ManySessions sessions, DeliveredEvents events, List<Loss> losses) {
        this.sessions = sessions;
        this.events = events;
        this.losses = losses;
    }

    ManySessionsCheck of(StoredKeys keys) {
        var strings = keys.strings();
        strings.stream().filter(Scanned::isDocument).forEach(this::addDocument);
        strings.stream().filter(Scanned::isPart).forEach(this::addPart);
        sessions.all().forEach(this::check);
        checkExpiries(keys.sets("vedfolnir:expiries*").values());
        keys.twice().forEach(key -> note(Wrong.UNKNOWN_KEY, key + " lies on two masters"));
        return this;
    }

    private static String id(String key) {
        return key.substring(key.lastIndexOf(':') + 1);
    }

    private void addDocument(Scanned document) {
        sessions.ofId(id(document.key()))
                .ifPresentOrElse(
                        session -> documents
                                .computeIfAbsent(session, any -> new ArrayList<>())
                                .add(document),
                        () -> note(Wrong.UNKNOWN_KEY, document.key()));
        if (document.timeToLive() <= 0) {
            note(Wrong.NO_END_IN_REDIS, document.key());
        }
    }

    private void addPart(Scanned part) {
        var document = part.key().substring(0, part.key().length() - PART.length());
        sessions.ofId(id(document)).ifPresent(session -> large.put(document, session));
        if (part.timeToLive() <= 0) {
            note(Wrong.NO_END_IN_REDIS, part.key());
        }
    }

    private void check(Many session) {
        var live = documents.getOrDefault(session, List.of());
        checkEvents(session, !live.isEmpty());
        live.forEach(document -> checkDocument(session, document));
        judge(live.size() > 1, Wrong.LIVES_TWICE, session);
    }

    private void checkDocument(Many session, Scanned document) {
        judge(session.idle < ManySessionsLoad.LONG, Wrong.LIVES_AFTER_ITS_TIME, session);
        judge(!session.isAt(document.key()), Wrong.LIVES_UNDER_ANOTHER_ID, session);
        // the same script wrote both: a replica has both or none
        if (session.large && large.remove(document.key()) == null) {
            note(Wrong.LARGE_VALUE_MISSING, session.toString());
        }
    }

    private void checkEvents(Many session, boolean lives) {
        var created = events.created(session.handle);
        var ended = events.ended(session.handle);
        judge(created > 1 || created == 0 && (session.begun || lives), Wrong.NOT_RECORDED_ONCE_AS_BEGUN, session);
        judge(ended.size() > 1, Wrong.ENDED_TWICE, session);
        judge(!ended.isEmpty() && lives, Wrong.LIVES_AFTER_ITS_END, session);
        judge(session.ended && lives, Wrong.LIVES_AFTER_ITS_END, session);
        judge(ended.isEmpty() && !lives && (created > 0 || session.begun), Wrong.VANISHED_WITHOUT_AN_END, session);
        judge(!ended.stream().allMatch(reason -> isTrue(reason, session)), Wrong.ENDED_FOR_ANOTHER_REASON, session);
        judge(events.recordedTwice().contains(session.handle), Wrong.EVENT_IN_TWO_PLACES, session);
        var renamed = events.renamed(session.handle);
        judge(renamed > 1 || renamed == 0 && session.wasRenamed(), Wrong.NOT_RECORDED_ONCE_AS_RENAMED, session);
    }

    private static boolean isTrue(EndReason reason, Many session) {
        return switch (reason) {
            case SIGNED_OUT -> session.endTried;
            case EXPIRED -> !session.ended && session.idle < ManySessionsLoad.LONG;
            default -> false;
        };
    }

    private void checkExpiries(Collection<List<String>> entries) {
        var left = entries.stream().flatMap(List::stream).collect(Collectors.toSet());
        documents.forEach((session, all) -> all.forEach(document -> {
            if (!left.remove(id(document.key()))) {
                note(Wrong.NOT_AMONG_THE_EXPIRIES, document.key());
            }
        }));
        left.forEach(id -> note(Wrong.EXPIRY_OF_NOTHING, id));
        large.keySet().forEach(document -> note(Wrong.LARGE_VALUE_OF_NOTHING, document));
    }

    /** Checks some of the live sessions whose id changed, because each lookup reads all shards. */
    void checkHandles(RedisStore store) throws Exception {
        var renamed = documents.keySet().stream()
                .filter(Many::wasRenamed)
                .limit(HANDLES)
                .toList();
        for (var session : renamed) {
            var found = idOf(store, session.handle);
            judge(found.filter(session.id::equals).isEmpty(), Wrong.NOT_FOUND_BY_ITS_HANDLE, session);
        }
    }

    /** Retries on a machine that is too busy to reply in time. */
    private static Optional<SessionId> idOf(RedisStore store, String handle) throws Exception {
        var found = new ArrayList<Optional<SessionId>>(1);
        Eventually.within(PATIENCE, () -> {
            try {
                return found.add(store.placement().idOf(handle));
            } catch (StoreUnavailableException e) {
                return false;
            }
        });
        return found.get(0);
    }

    private void judge(boolean isWrong, Wrong what, Many session) {
        if (isWrong && losses.stream().anyMatch(each -> each.mayHaveTaken(session))) {
            taken.merge(what, 1, Integer::sum);
        } else if (isWrong) {
            note(what, session.toString());
        }
    }

    private void note(Wrong what, String of) {
        wrong.computeIfAbsent(what, any -> new ArrayList<>()).add(of);
    }

    /** Live sessions of each user. */
    Map<String, Set<String>> idsOfUsers() {
        var ids = new HashMap<String, Set<String>>();
        documents.forEach((session, live) -> {
            if (session.user != null) {
                live.forEach(each -> ids.computeIfAbsent(session.user, any -> new HashSet<>())
                        .add(id(each.key())));
            }
        });
        return ids;
    }

    int live() {
        return documents.size();
    }

    /** Faults that a lost master does not explain, with the first few sessions. */
    Map<Wrong, String> wrong() {
        return wrong.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> each.getValue().size() + ": "
                                + each.getValue()
                                        .subList(0, Math.min(3, each.getValue().size()))));
    }

    Map<Wrong, Integer> taken() {
        return taken;
    }
}
