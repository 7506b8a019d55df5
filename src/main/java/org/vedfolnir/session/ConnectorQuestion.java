package org.vedfolnir.session;

import java.util.List;

/**
 * Who asks the manager for a session outside of any request's scope. When a client sent several cookies of the session's name, Tomcat's
 * connector asks for each until one is valid, before any valve has its turn: an answer would cost a round trip for a style sheet, and
 * an outage would be a 500. {@link SessionValve} refuses such cookies anyway, so the connector need not be told. Stateless.
 */
final class ConnectorQuestion {

    private static final String CONNECTOR = "org.apache.catalina.connector.CoyoteAdapter";

    private ConnectorQuestion() {}

    /** Whether the connector chooses between cookies; never true inside of a request, nor for an application's own question. */
    static boolean chooses() {
        return StackWalker.getInstance().walk(frames -> {
            List<StackWalker.StackFrame> asking = frames.dropWhile(
                            frame -> !frame.getMethodName().equals("isRequestedSessionIdValid"))
                    .limit(2)
                    .toList();
            return asking.size() == 2 && asking.get(1).getClassName().equals(CONNECTOR);
        });
    }
}
