package org.vedfolnir.session.request;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Response;

/**
 * Saves a request's session before its response commits, whatever commits it: a servlet that flushes or fills the
 * buffer, a filter, a valve of the host, an error page, an asynchronous thread, or Tomcat at the end. Tomcat's response
 * asks its hook, the connector, to send the headers; this hook replaces it for one request. So the application keeps
 * Tomcat's own response. Used by one thread at a time, as the response is.
 */
public final class CommitHook implements ActionHook, OutputBuffer {

    /** Tomcat offers no other way to detect a commit. */
    private static final VarHandle HOOK = find("hook", ActionHook.class);

    /** The AJP connector sends headers by itself before it sends a body. */
    private static final VarHandle BUFFER = find("outputBuffer", OutputBuffer.class);

    private final RequestScope scope;
    private final Response response;
    private final ActionHook connector;
    private final OutputBuffer body;

    private CommitHook(RequestScope scope, Response response, ActionHook connector, OutputBuffer body) {
        this.scope = scope;
        this.response = response;
        this.connector = connector;
        this.body = body;
    }

    private static VarHandle find(String field, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(Response.class, MethodHandles.lookup())
                    .findVarHandle(Response.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(
                    "This Tomcat does not report when a response commits: org.apache.coyote.Response has no field '"
                            + field
                            + "' that this manager can reach. Use a version of Tomcat that this manager was tested with (10.1 or 11), not as a"
                            + " named module.",
                    e);
        }
    }

    /** @throws LinkageError if this Tomcat does not report when a response commits */
    public static void requireReachable() {
        // the fields were found when this class was loaded
    }

    /**
     * Installs the hook until {@link #remove}. One that is still installed belongs to a request whose end was not
     * reported; it is replaced.
     */
    static void install(RequestScope scope, Response response) {
        remove(response);
        var connector = (ActionHook) HOOK.getVolatile(response);
        var body = (OutputBuffer) BUFFER.get(response);
        if (connector != null && body != null) { // null if the connection is closed
            var hook = new CommitHook(scope, response, connector, body);
            HOOK.setVolatile(response, hook);
            BUFFER.set(response, hook);
        }
    }

    /** Gives the response back to the connector. */
    static void remove(Response response) {
        if (HOOK.getVolatile(response) instanceof CommitHook ours) {
            HOOK.setVolatile(response, ours.connector);
        }
        if (BUFFER.get(response) instanceof CommitHook ours) {
            BUFFER.set(response, ours.body);
        }
    }

    @Override
    public void action(ActionCode code, Object about) {
        switch (code) {
            case COMMIT -> beforeCommit();
            case CLIENT_FLUSH, CLOSE -> beforeFlush();
            default -> {
                // nothing after which the client could continue
            }
        }
        connector.action(code, about);
    }

    private void beforeCommit() {
        if (!response.isCommitted()) {
            save();
        }
    }

    /**
     * A client continues at a flush or at the end of the response, and its next request must see what was set until
     * then. Values changed in place are compared when the request ends.
     */
    private void beforeFlush() {
        if (!response.isCommitted()) {
            save();
            return;
        }
        var held = scope.lookup().heldNow();
        if (held != null && held.hasNews()) {
            save();
        }
    }

    /** Runs on the thread that commits the response. */
    private void save() {
        if (mayFail()) {
            save(false);
        } else {
            saveBehindAll();
        }
    }

    private void save(boolean last) {
        scope.within(() -> {
            scope.commitHeld(last);
            return true;
        });
    }

    /** Whether the filter, the valve or a thread of the application still handles a failure. */
    private boolean mayFail() {
        var request = scope.request();
        return request == null || request.isAsync() || scope.scopes().isAnyHeard();
    }

    /** Saves what a listener of the request's end or a valve of the host changed; Tomcat is already sending the response. */
    private void saveBehindAll() {
        try {
            save(true);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            scope.giveUp();
            LateFailure.answer(
                    Objects.requireNonNull(scope.request()).getResponse(),
                    e,
                    scope.scopes().runtime());
        }
    }

    @Override
    public int doWrite(ByteBuffer chunk) throws IOException {
        if (!response.isCommitted()) {
            response.action(ActionCode.COMMIT, response);
        }
        return body.doWrite(chunk);
    }

    @Override
    public long getBytesWritten() {
        return body.getBytesWritten();
    }
}
