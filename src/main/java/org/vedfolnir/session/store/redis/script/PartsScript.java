package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.script.ReplyValues.at;
import static org.vedfolnir.session.store.redis.script.ReplyValues.data;
import static org.vedfolnir.session.store.redis.script.ReplyValues.list;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.redis.keys.ShardKeys;

/** {@code parts.lua}: reads values beside a document. Stateless. */
public final class PartsScript {

    private PartsScript() {}

    public static ScriptCall call(ShardKeys of, SessionId id, List<Integer> numbers) {
        return new ScriptCall(
                Script.PARTS,
                numbers.stream().map(number -> of.part(id, number)).toList(),
                new Object[0]);
    }

    /** Returns the values by number, without those that do not exist. */
    public static Map<Integer, byte[]> reply(Object value, List<Integer> numbers) {
        var values = list(value);
        var parts = new HashMap<Integer, byte[]>();
        for (var i = 0; i < numbers.size(); i++) {
            var part = data(at(values, i));
            if (part.length > 0) {
                parts.put(numbers.get(i), part);
            }
        }
        return parts;
    }
}
