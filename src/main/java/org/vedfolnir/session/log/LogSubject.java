package org.vedfolnir.session.log;

import org.jspecify.annotations.Nullable;

/**
 * What a log record is about. Immutable.
 *
 * @param node the name of this node; null if no manager has started yet
 * @param application null for none, or for all of a Tomcat
 * @param session its reference; null for none
 */
public record LogSubject(
        @Nullable String node,
        @Nullable String application,
        @Nullable String session) {

    static final LogSubject UNKNOWN = new LogSubject(null, null, null);
}
