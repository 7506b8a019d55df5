package org.vedfolnir.benchmark.server;

import java.util.Map;
import org.apache.catalina.Context;

/** A way to hold sessions. The server makes one by the name of its class. */
public interface Contestant {

    /**
     * Prepares a context that has not started yet and has no servlet.
     *
     * @param settings what the command line says of this contestant, by name
     */
    void install(Context context, Map<String, String> settings) throws Exception;
}
