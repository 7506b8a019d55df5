package org.vedfolnir.session.store.redis;

import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.list;
import static org.vedfolnir.session.store.redis.script.ReplyValues.text;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.execution.ShardReplies;
import org.vedfolnir.session.store.redis.keys.ShardKeys;
import org.vedfolnir.session.store.redis.script.EventScripts;
import org.vedfolnir.session.store.redis.script.ReplyValues;

/**
 * Reads the events in the application's Redis streams, one for each shard, as one consumer group, so that two nodes do
 * not get the same event. Thread-safe.
 */
final class RedisEventFeed implements EventFeed {

    private static final System.Logger LOG = System.getLogger(RedisEventFeed.class.getName());
    /** A time that every database accepts. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Separates the number of its shard in the place of an event. */
    private static final char IN_SHARD = '@';

    private static final Pattern PLACE = Pattern.compile("[^@]+(?:@(\\d{1,4}))?");

    private final ScriptRunner runner;
    private final EventScripts scripts;
    private final List<ShardKeys> shards;
    /** The shard where the next call begins, so that no shard always comes last. */
    private final AtomicInteger firstShard = new AtomicInteger();

    RedisEventFeed(ScriptRunner runner, EventScripts scripts, List<ShardKeys> shards) {
        this.runner = runner;
        this.scripts = scripts;
        this.shards = shards;
    }

    @Override
    public List<RecordedEvent> read(int most) {
        return shards.size() == 1 ? events(0, entries(0, most)) : readAll(most);
    }

    /** Reads each shard's share at once; then, one after the other, shards that may have more. */
    private List<RecordedEvent> readAll(int most) {
        var share = Math.max(1, most / shards.size());
        var found = readShares(share);
        var total = found.values().stream().mapToInt(RedisEventFeed::count).sum();
        for (var each : found.entrySet()) {
            var had = count(each.getValue());
            if (had >= share && total < most) {
                each.setValue(entries(each.getKey(), had + most - total));
                total += count(each.getValue()) - had;
            }
        }
        // events that this call has taken and does not return are returned first by the next call
        return found.entrySet().stream()
                .flatMap(each -> events(each.getKey(), each.getValue()).stream())
                .sorted(Comparator.comparing(RecordedEvent::at))
                .limit(most)
                .toList();
    }

    /** By shard, without those whose master is away, so that they do not delay the others. */
    private Map<Integer, List<?>> readShares(int share) {
        var order = order();
        var answers = runner.executeEach(order.stream()
                .map(shard -> scripts.read(shards.get(shard), share))
                .toList());
        var found = new LinkedHashMap<Integer, List<?>>();
        for (var i = 0; i < order.size(); i++) {
            if (answers.get(i) instanceof List<?> entries) {
                found.put(order.get(i), entries);
            }
        }
        if (found.isEmpty()) {
            throw (StoreUnavailableException) answers.get(0);
        }
        return found;
    }

    private static int count(List<?> entries) {
        return entries.size() / 2;
    }

    private List<Integer> order() {
        var first = firstShard.getAndIncrement();
        return IntStream.range(0, shards.size())
                .map(i -> Math.floorMod(first + i, shards.size()))
                .boxed()
                .toList();
    }

    private List<RecordedEvent> events(int shard, List<?> entries) {
        var events = new ArrayList<RecordedEvent>();
        for (var i = 0; i + 1 < entries.size(); i += 2) {
            events.add(event(place(shard, text(at(entries, i))), list(at(entries, i + 1))));
        }
        return events;
    }

    private List<?> entries(int shard, int most) {
        return list(runner.executeIdempotent(scripts.read(shards.get(shard), most)));
    }

    /** Returns an event even for an invalid entry, which must not block the others. */
    private static RecordedEvent event(String place, List<?> pairs) {
        try {
            return parsed(place, pairs);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The event at {0} cannot be read ({1}). The audit trail gets a row of the type event_unreadable for it."
                            + " Find out what else writes to the stream.",
                    place,
                    e.getMessage());
            return EventFields.read(place, instant(place), Map.of("type", "event_unreadable"));
        }
    }

    private static RecordedEvent parsed(String place, List<?> pairs) {
        var fields = new HashMap<String, String>();
        for (var i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(text(at(pairs, i)), text(at(pairs, i + 1)));
        }
        return EventFields.read(place, instant(place), fields);
    }

    /** A stream's place begins with the store's clock, or with any unsigned 64-bit number of another program. */
    private static Instant instant(String place) {
        var milliseconds = Long.parseUnsignedLong(place.substring(0, place.indexOf('-')));
        return milliseconds < 0 || milliseconds > LATEST.toEpochMilli() ? LATEST : Instant.ofEpochMilli(milliseconds);
    }

    /** On one Redis, the place in the stream without a shard. */
    private String place(int shard, String place) {
        return shards.size() == 1 ? place : place + IN_SHARD + shard;
    }

    @Override
    public void acknowledge(Collection<String> places) {
        var byShard = new TreeMap<Integer, List<String>>();
        places.forEach(
                place -> shardOf(place).ifPresent(shard -> byShard.computeIfAbsent(shard, first -> new ArrayList<>())
                        .add(place.split(String.valueOf(IN_SHARD), 2)[0])));
        var calls = byShard.entrySet().stream()
                .map(each -> EventScripts.acknowledge(shards.get(each.getKey()), each.getValue()))
                .toList();
        if (calls.size() == 1) {
            runner.executeIdempotent(calls.get(0));
        } else {
            runner.executeAll(calls);
        }
    }

    /** Returns empty for a place that no event has. */
    private Optional<Integer> shardOf(String place) {
        var found = PLACE.matcher(place);
        if (!found.matches()) {
            return Optional.empty();
        }
        var shard = found.group(1) == null ? 0 : Integer.parseInt(found.group(1));
        return shard < shards.size() ? Optional.of(shard) : Optional.empty();
    }

    @Override
    public Optional<Instant> oldest() {
        return ShardReplies.call(runner, shards, EventScripts::oldest).all("The oldest waiting event").stream()
                .map(ReplyValues::text)
                .filter(place -> !place.isEmpty())
                .map(RedisEventFeed::instant)
                .min(Comparator.naturalOrder());
    }

    @Override
    public String generation() {
        return EventScripts.name(runner.executeIdempotent(scripts.generation(newGeneration())));
    }

    private static String newGeneration() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
