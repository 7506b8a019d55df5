package org.vedfolnir.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * Saves a request's session before its response commits, whoever commits it: a servlet that flushes or fills the buffer, a filter, a valve of
 * the host, an error page, an asynchronous thread, or Tomcat when all have gone. Tomcat's response asks its hook, the connector, to send
 * the headers; this stands before it for the length of one request. So nobody needs another response than Tomcat's own. Used by one
 * thread at a time, as the response is.
 */
final class CommitHook implements ActionHook {

    /** Tomcat offers no other way to learn of a commit. */
    private static final VarHandle HOOK = find();

    private final RequestScope scope;
    private final Response response;
    private final ActionHook connector;

    private CommitHook(RequestScope scope, Response response, ActionHook connector) {
        this.scope = scope;
        this.response = response;
        this.connector = connector;
    }

    private static VarHandle find() {
        try {
            return MethodHandles.privateLookupIn(Response.class, MethodHandles.lookup())
                    .findVarHandle(Response.class, "hook", ActionHook.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(
                    "This Tomcat does not tell when a response commits: org.apache.coyote.Response has no field 'hook' that this"
                            + " manager can reach. Use a version of Tomcat that this manager was tested with (10.1 or 11), not as a"
                            + " named module.",
                    e);
        }
    }

    /** From here until {@link #remove}. One that is there is left from a request whose end nobody told, and goes. */
    static void install(RequestScope scope, Response response) {
        var connector = remove(response);
        if (connector != null) {
            HOOK.setVolatile(response, new CommitHook(scope, response, connector));
        }
    }

    /** Gives the response back to the connector. Null where it has none: the connection is closed. */
    static @Nullable ActionHook remove(Response response) {
        var hook = (ActionHook) HOOK.getVolatile(response);
        if (!(hook instanceof CommitHook ours)) {
            return hook;
        }
        HOOK.setVolatile(response, ours.connector);
        return ours.connector;
    }

    @Override
    public void action(ActionCode code, Object about) {
        switch (code) {
            case COMMIT -> beforeCommit();
            case CLIENT_FLUSH, CLOSE -> beforeFlush();
            default -> {
                // nothing that lets the client go on
            }
        }
        connector.action(code, about);
    }

    private void beforeCommit() {
        if (!response.isCommitted()) {
            scope.beforeCommit();
        }
    }

    /** Who flushes or ends what was begun lets the client go on; what was set until then is to be there when it asks. */
    private void beforeFlush() {
        if (response.isCommitted()) {
            scope.beforeFlush();
        } else {
            scope.beforeCommit();
        }
    }
}
