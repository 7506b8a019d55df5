package org.vedfolnir.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a log of JSON lines with the parser of the platform. */
public final class JsonLines {

    private JsonLines() {}

    /** @throws jakarta.json.JsonException if a line is no JSON object, or contains more than one */
    public static List<JsonObject> of(String log) {
        return log.lines().map(JsonLines::object).toList();
    }

    private static JsonObject object(String line) {
        try (var parser = Json.createParser(new StringReader(line))) {
            parser.next();
            var object = parser.getObject();
            if (parser.hasNext()) {
                parser.next();
                throw new AssertionError("More than an object: " + line);
            }
            return object;
        }
    }

    /** Returns null if the line does not have it. */
    public static @Nullable String field(JsonObject line, String name) {
        return line.getString(name, null);
    }
}
