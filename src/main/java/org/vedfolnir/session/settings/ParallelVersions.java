package org.vedfolnir.session.settings;

import java.util.Locale;

/** Whether the versions of a parallel deployment ({@code shop##1}, {@code shop##2}) have their own sessions. */
public enum ParallelVersions {
    /** A session stays in the version in which it began, as with Tomcat's own manager. */
    APART,
    /** Each version finds all sessions of the application; Tomcat then chooses the newest version. */
    SHARED;

    static ParallelVersions parse(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be apart or shared", e);
        }
    }
}
