package org.vedfolnir.session.request;

import java.util.Iterator;

/** Who asks the manager for a session where no scope is open: told by the caller's frames, as Tomcat passes no request to a manager. Stateless. */
enum LookupCaller {
    /** Tomcat's connector, which chooses between several cookies of the session's name before any valve has its turn. */
    CONNECTOR_FOR_COOKIE,
    /** Tomcat's connector, which chooses between the versions of a parallel deployment. */
    CONNECTOR_FOR_VERSION,
    /** A valve of the host or the engine, before the scope of its request begins or after it is over. */
    VALVE,
    /** An access log of the host or the engine, when the request is over. */
    ACCESS_LOG,
    /** Anybody else, for whatever session: an operator, or a thread that an asynchronous request goes on with. */
    OTHER;

    /** The manager's, which has this one's for a part. */
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
        var asking = frames.hasNext() ? frames.next() : null;
        if (asking == null) {
            return OTHER;
        }
        return switch (asking.getClassName()) {
            case CONNECTOR -> CONNECTOR_FOR_VERSION;
            case REQUESTS -> ofRequest(asking, frames);
            default -> OTHER;
        };
    }

    /** By what the connector called. It calls valves; but also the listeners of a request that is read or written without blocking. */
    private static LookupCaller ofRequest(StackWalker.StackFrame asking, Iterator<StackWalker.StackFrame> frames) {
        var called = asking;
        while (frames.hasNext()) {
            var caller = frames.next();
            if (caller.getClassName().equals(CONNECTOR)) {
                return called == asking ? CONNECTOR_FOR_COOKIE : calledByTheConnector(called.getMethodName());
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
