package org.vedfolnir.session.admin;

import org.jspecify.annotations.Nullable;

/** The figures of the manager of an application, which finds it in its servlet context. Thread-safe. */
public interface MetricsSource {

    /** The attribute of the servlet context. */
    String ATTRIBUTE = MetricsSource.class.getName();

    /**
     * Returns the figures as text. Asks the store for the number of sessions, and leaves that out if the store does not
     * answer.
     *
     * @param accept the request's header {@code Accept}: {@code application/openmetrics-text} chooses that form; null or
     *     anything else that of Prometheus
     */
    Text metrics(@Nullable String accept);

    /**
     * A text for monitoring.
     *
     * @param body must not be changed
     */
    record Text(String contentType, byte[] body) {}
}
