package org.vedfolnir.run.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.StartupException;

/**
 * The environment for the nodes: that of this process, and the run's own settings. Secrets of the run are passed as
 * files, so that the environment of a process does not contain them. For one thread.
 */
public final class NodeEnvironment {

    private static final String FILE = "_FILE";
    private static final String HASHED_IDS = "SESSION_HASHED_IDS";

    private final Map<String, String> variables;

    /** @param settings override those of this process */
    public NodeEnvironment(Map<String, String> inherited, Map<String, String> settings) {
        variables = new HashMap<>(inherited);
        settings.forEach(this::set);
    }

    /** A variable, or the file that it names, is set. */
    private boolean isSet(String name) {
        return variables.containsKey(name) || variables.containsKey(name + FILE);
    }

    public void set(String name, String value) {
        variables.remove(name + FILE);
        variables.put(name, value);
    }

    public void remove(String name) {
        variables.remove(name);
        variables.remove(name + FILE);
    }

    public void setFile(String name, Path file) {
        variables.remove(name);
        variables.put(name + FILE, file.toString());
    }

    public void setUnlessSet(String name, String value) {
        if (!isSet(name)) {
            set(name, value);
        }
    }

    void setFileUnlessSet(String name, Path file) {
        if (!isSet(name)) {
            setFile(name, file);
        }
    }

    /** Adds the run's own keys if none are configured. */
    public void protect(DataFolder data) throws IOException {
        setFileUnlessSet("SESSION_ENCRYPTION_KEYS", data.keys());
        // the manager rejects both together: ids of plain sessions are not hashed
        if (!"true".equals(variables.get("SESSION_ADOPT_PLAIN"))) {
            setFileUnlessSet(HASHED_IDS, data.idKey());
        }
    }

    /** Returns how Redis identifies the sessions of these nodes. */
    public StoredId storedIds() {
        var key = variables.get(HASHED_IDS);
        try {
            return StoredId.with(key == null ? read(variables.get(HASHED_IDS + FILE)) : key.strip());
        } catch (IllegalArgumentException e) { // its message contains a part of the key
            throw new StartupException(HASHED_IDS
                    + " is not a key: it must be 32 random bytes in Base64, as from \"openssl rand -base64 32\".");
        }
    }

    private static String read(@Nullable String file) {
        try {
            return file == null ? "" : Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, String> variables() {
        return Map.copyOf(variables);
    }
}
