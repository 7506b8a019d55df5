package org.vedfolnir.session.store.redis.script;

import static org.vedfolnir.session.store.redis.keys.Utf8.bytes;

import java.util.List;
import java.util.Map;

/** Encodes events as arguments of scripts. Stateless. */
final class EventArguments {

    private EventArguments() {}

    /** Adds names and values in turns. */
    static void all(List<Object> arguments, Map<String, String> fields) {
        fields.forEach((name, value) -> {
            arguments.add(bytes(name));
            arguments.add(bytes(value));
        });
    }

    /** Adds the same after their number. */
    static void counted(List<Object> arguments, Map<String, String> fields) {
        arguments.add(bytes(fields.size() * 2L));
        all(arguments, fields);
    }
}
