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
 * Saves a request's session before its response commits, whoever commits it: a servlet that flushes or fills the buffer, a filter, a valve of
 * the host, an error page, an asynchronous thread, or Tomcat when all have gone. Tomcat's response asks its hook, the connector, to send
 * the headers; this stands before it for the length of one request. So nobody needs another response than Tomcat's own. Used by one
 * thread at a time, as the response is.
 */
public final class CommitHook implements ActionHook, OutputBuffer {

    /** Tomcat offers no other way to learn of a commit. */
    private static final VarHandle HOOK = find("hook", ActionHook.class);

    /** The AJP connector sends headers before a body by itself. */
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
                    "This Tomcat does not tell when a response commits: org.apache.coyote.Response has no field '"
                            + field
                            + "' that this manager can reach. Use a version of Tomcat that this manager was tested with (10.1 or 11), not as a"
                            + " named module.",
                    e);
        }
    }

    /** @throws LinkageError when this Tomcat does not tell when a response commits */
    public static void requireReachable() {
        // the fields were found when this class was loaded
    }

    /** From here until {@link #remove}. One that is there is left from a request whose end nobody told, and goes. */
    static void install(RequestScope scope, Response response) {
        remove(response);
        var connector = (ActionHook) HOOK.getVolatile(response);
        var body = (OutputBuffer) BUFFER.get(response);
        if (connector != null && body != null) { // none where the connection is closed
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
                // nothing that lets the client go on
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
     * A client continues at a flush or the end of what was begun; what was set until then must be there when it asks. What may have changed in
     * place is compared when the request ends.
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

    /** On whichever thread the response commits. */
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

    /** Whether the filter, the valve or a thread of the application still hears of a failure. */
    private boolean mayFail() {
        var request = scope.request();
        return request == null || request.isAsync() || scope.scopes().isAnyHeard();
    }

    /** A listener of the request's end or a valve of the host changed the session, and Tomcat is sending what they made. */
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
