package org.vedfolnir.session.http;

import org.jspecify.annotations.Nullable;

/** Which request of one manager the current thread serves. Thread-safe. */
public interface CurrentRequests {

    /** Null outside of the manager's requests. */
    @Nullable
    CurrentRequest current();

    /** The session of that id from whose application the current thread's request has crossed into the manager's; null when it has not. */
    @Nullable
    SessionVisit crossing(String id);
}
