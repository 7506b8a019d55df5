package org.vedfolnir.session.former;

import java.util.Map;
import java.util.Optional;

/** How another manager stores its sessions in Redis: each in a hash of its own. Thread-safe. */
public interface FormerFormat {

    /** Returns the key of a session; empty if that manager never has such an id. */
    Optional<String> key(String id);

    /**
     * Decodes the fields of a hash. Each value passes the filter of classes.
     *
     * @param fields of the hash; not empty
     * @return empty if it is not a whole session: that manager ended it, or wrote single fields after another took it
     *     over
     * @throws UnknownEncodingException if its values have an encoding that cannot be read here
     */
    Optional<FormerSession> read(Map<String, byte[]> fields) throws UnknownEncodingException;
}
