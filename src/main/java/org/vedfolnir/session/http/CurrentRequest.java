package org.vedfolnir.session.http;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** The request that the current thread serves for one manager, as its session sees it. Used by one thread at a time. */
public interface CurrentRequest {

    /** Returns the visit to the session that it opened or created; null if there is none. */
    @Nullable
    SessionVisit session();

    /** Returns Tomcat's request; null before it has passed the manager's valve. */
    @Nullable
    Request request();

    /**
     * Returns the request as far as it is known, so that an event names its client. Null if another application
     * dispatched it.
     */
    @Nullable
    HttpServletRequest clientRequest();

    /** The store failed: the response is 503, even if the application catches the exception. */
    void failed(StoreUnavailableException outage);

    /** The failure was resolved: the request continues. */
    void recovered(StoreUnavailableException failure);
}
