package org.vedfolnir.session.request;

import java.util.Iterator;

/**
 * The caller of a lookup outside of a scope, found in the stack frames, since Tomcat passes no request to a manager.
 * Stateless.
 */
enum LookupCaller {
    /** Tomcat's connector, which chooses between several cookies of the session's name before any valve runs. */
    CONNECTOR_FOR_COOKIE,
    /** Tomcat's connector, which chooses between the versions of a parallel deployment. */
    CONNECTOR_FOR_VERSION,
    /** A valve of the host or the engine, before the scope of its request begins or after it has ended. */
    VALVE,
    /** An access log of the host or the engine, after the request. */
    ACCESS_LOG,
    /** Any other caller, for any session: an operator, or a thread on which an asynchronous request continues. */
    OTHER;

    /** The manager's package, of which this one is a part. */
    private static final String OWN_PACKAGE =
            LookupCaller.class.getPackageName().replaceFirst("request$", "");

    private static final String CONNECTOR = "org.apache.catalina.connector.CoyoteAdapter";
    private static final String REQUESTS = "org.apache.catalina.connector.Request";

    static LookupCaller ofThisThread() {
        return StackWalker.getInstance()
                .walk(frames ->
                        of(frames.dropWhile(frame -> frame.getClassName().startsWith(OWN_PACKAGE))
                                .iterator()));
    }

    private static LookupCaller of(Iterator<StackWalker.StackFrame> frames) {
        var direct = frames.hasNext() ? frames.next() : null;
        if (direct == null) {
            return OTHER;
        }
        return switch (direct.getClassName()) {
            case CONNECTOR -> CONNECTOR_FOR_VERSION;
            case REQUESTS -> ofRequest(direct, frames);
            default -> OTHER;
        };
    }

    /**
     * Decides by the method that the connector called. It calls valves, but also listeners of non-blocking reads and
     * writes.
     */
    private static LookupCaller ofRequest(StackWalker.StackFrame direct, Iterator<StackWalker.StackFrame> frames) {
        var called = direct;
        while (frames.hasNext()) {
            var caller = frames.next();
            if (caller.getClassName().equals(CONNECTOR)) {
                return called == direct ? CONNECTOR_FOR_COOKIE : calledByTheConnector(called.getMethodName());
            }
            called = caller;
        }
        return OTHER;
    }

    private static LookupCaller calledByTheConnector(String method) {
        return switch (method) {
            case "invoke" -> VALVE;
            case "logAccess" -> ACCESS_LOG;
            default -> OTHER;
        };
    }
}
