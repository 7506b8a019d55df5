package org.vedfolnir.session;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.catalina.Engine;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;

/**
 * The announcements of each Tomcat in this process: the manager's classes lie in the container's lib, so that all applications of it meet here.
 * Where a class loader has the manager for itself, it speaks for itself.
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
