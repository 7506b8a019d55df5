package org.vedfolnir.session;

/** Who asks the manager for a session where no scope is open: told by the caller's frames, as Tomcat passes no request to a manager. Stateless. */
enum Questioner {
    /** Tomcat's connector, which chooses between several cookies of the session's name before any valve has its turn. */
    CONNECTOR_FOR_COOKIE,
    /** Tomcat's connector, which chooses between the versions of a parallel deployment. */
    CONNECTOR_FOR_VERSION,
    /** A request, for the session that it names: a valve of the host or the engine stands behind it. */
    REQUEST,
    /** Anybody else, for whatever session: an operator, a thread of the application. */
    OTHER;

    private static final String OWN_PACKAGE = Questioner.class.getPackageName() + '.';
    private static final String CONNECTOR = "org.apache.catalina.connector.CoyoteAdapter";
    private static final String REQUESTS = "org.apache.catalina.connector.Request";

    static Questioner ofThisThread() {
        return StackWalker.getInstance().walk(frames -> {
            var asking = frames.dropWhile(frame -> frame.getClassName().startsWith(OWN_PACKAGE))
                    .limit(2)
                    .map(StackWalker.StackFrame::getClassName)
                    .toList();
            return of(asking.isEmpty() ? "" : asking.get(0), asking.size() < 2 ? "" : asking.get(1));
        });
    }

    private static Questioner of(String asking, String before) {
        return switch (asking) {
            case CONNECTOR -> CONNECTOR_FOR_VERSION;
            case REQUESTS -> before.equals(CONNECTOR) ? CONNECTOR_FOR_COOKIE : REQUEST;
            default -> OTHER;
        };
    }
}
