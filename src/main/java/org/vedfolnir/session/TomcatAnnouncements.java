package org.vedfolnir.session;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.catalina.Engine;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;

/**
 * The announcements of each Tomcat in this process. The manager's classes are in the container's lib, so all its
 * applications share this class. If a class loader has its own copy of the manager, that logs by itself.
 */
final class TomcatAnnouncements {

    private static final Map<Object, LogDeduplicator> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    private TomcatAnnouncements() {}

    static LogDeduplicator of(@Nullable Engine engine) {
        if (engine == null) {
            return new LogDeduplicator();
        }
        var service = engine.getService();
        var server = service == null ? null : service.getServer();
        return KNOWN.computeIfAbsent(server == null ? engine : server, first -> new LogDeduplicator());
    }
}
