package org.vedfolnir.session.store.redis.keys;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.connection.CRC16;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.redis.settings.RedisSettingsTest;

class ShardsTest {

    private static final int SLOTS = 16384;
    private static final Shards SHARDS = Shards.of(true);

    private static int slot(int shard) {
        var prefix =
                new String(SHARDS.keys(RedisSettingsTest.of("/shop{1}"), shard).prefix(), StandardCharsets.US_ASCII);
        var tag = prefix.substring(prefix.indexOf('{') + 1, prefix.indexOf('}'));
        return CRC16.crc16(tag.getBytes(StandardCharsets.US_ASCII)) % SLOTS;
    }

    /** Gives slots to masters as Redis' own tool does: in ranges of the same length. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 10, 12})
    void givesEachMasterItsShare(int masters) {
        var shares = IntStream.range(0, SHARDS.count())
                .boxed()
                .collect(groupingBy(shard -> slot(shard) * masters / SLOTS, counting()));
        assertThat(shares).hasSize(masters);
        assertThat(shares.values()).containsOnly((long) Shards.OF_A_CLUSTER / masters);
    }

    @Test
    void spreadsIdsEvenly() {
        var sessions = Stream.generate(TestWrite::newId).limit(60_000).collect(groupingBy(SHARDS::of, counting()));
        assertThat(sessions).hasSize(Shards.OF_A_CLUSTER);
        assertThat(sessions.values()).allMatch(each -> each > 800 && each < 1200);
    }

    /** The name of an application must not add another hash tag. */
    @Test
    void keepsKeysOfAnApplicationWithBracesInTheSlotOfTheirShard() {
        var keys = SHARDS.keys(RedisSettingsTest.of("/shop{1}"), 7);
        assertThat(Stream.of(keys.expiries(), keys.events())
                        .map(key -> new String(key, StandardCharsets.US_ASCII))
                        .map(key -> key.substring(key.indexOf('{'))))
                .containsOnly(new String(keys.prefix(), StandardCharsets.US_ASCII)
                        .replace("vedfolnir:session:", "")
                        .replaceFirst(":$", ""));
    }
}
