package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.EventSum;
import org.vedfolnir.session.event.NewEvent;

/** Events as scripts take them. Stateless. */
public final class EventArguments {

    private EventArguments() {}

    /** Names and values in turns. */
    public static void all(List<Object> arguments, Map<String, String> fields) {
        fields.forEach((name, value) -> {
            arguments.add(bytes(name));
            arguments.add(bytes(value));
        });
    }

    /** The same behind their number. */
    public static void counted(List<Object> arguments, Map<String, String> fields) {
        arguments.add(bytes(fields.size() * 2L));
        all(arguments, fields);
    }

    /** As {@code record.lua} takes an event; refusals are summed up. */
    public static Object[] record(NewEvent event, byte[] most) {
        var sum = EventSum.of(event);
        var arguments = new ArrayList<Object>();
        arguments.add(most);
        arguments.add(bytes(sum.map(EventSum::name).orElse("")));
        counted(arguments, sum.map(EventSum::fields).orElse(Map.of()));
        counted(arguments, EventFields.of(event));
        return arguments.toArray();
    }
}
