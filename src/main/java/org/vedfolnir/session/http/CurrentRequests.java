package org.vedfolnir.session.http;

import org.jspecify.annotations.Nullable;

/** Finds the request of one manager that the current thread serves. Thread-safe. */
public interface CurrentRequests {

    /** Null outside of the manager's requests. */
    @Nullable
    CurrentRequest current();

    /** Returns the session of that id in the application that dispatched the current thread's request to this one; null if none did. */
    @Nullable
    SessionVisit crossing(String id);
}
