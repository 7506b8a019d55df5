package org.vedfolnir.session.http;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** The request that the current thread serves for one manager, as far as its session needs to know it. Used by one thread at a time. */
public interface CurrentRequest {

    /** Its visit to the session that it has opened or begun; null for none. */
    @Nullable
    SessionVisit session();

    /** As Tomcat has it; null before the request has passed the manager's valve. */
    @Nullable
    Request request();

    /** As far as it is known: an event names where it came from. Null where it crossed into this application. */
    @Nullable
    HttpServletRequest said();

    /** The store failed: the answer is 503, also when the application swallows the exception. */
    void failed(StoreUnavailableException outage);

    /** A failure was made good: the request continues. */
    void recovered(StoreUnavailableException failure);
}
