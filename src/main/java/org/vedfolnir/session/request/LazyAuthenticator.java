package org.vedfolnir.session.request;

import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.TomcatPrincipal;
import org.apache.catalina.authenticator.AuthenticatorBase;
import org.apache.catalina.authenticator.NonLoginAuthenticator;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.http.SessionRuntime;

/**
 * The authenticator of applications without a login, which are most. Tomcat's own requests the session for every
 * request, style sheets included, to determine the user. This one requests it only if a constraint needs the user;
 * otherwise the request gets its user when the session is opened ({@link RequestScope#nameUserOnceOpened}).
 */
public final class LazyAuthenticator extends AuthenticatorBase {

    /** The layer of the servlet container profile. Jakarta Authentication 3.0 §3.1. */
    private static final String LAYER = "HttpServlet";

    private volatile @Nullable Boolean provided;

    /**
     * Replaces the authenticator that Tomcat added to a context; called when the context starts. One that was
     * configured among other valves stays, and requests each session.
     */
    public static void replaceTomcats(Context context) {
        var pipeline = context.getPipeline();
        var valves = pipeline.getValves();
        for (var i = 0; i < valves.length; i++) {
            var isLast = i == valves.length - 1 || valves[i + 1] == pipeline.getBasic();
            if (isLast && valves[i].getClass() == NonLoginAuthenticator.class) {
                pipeline.removeValve(valves[i]);
                pipeline.addValve(new LazyAuthenticator());
            }
        }
    }

    /** An application that is reloaded may have a provider then. */
    @Override
    protected void startInternal() throws LifecycleException {
        provided = null;
        super.startInternal();
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var runtime = context.getManager() instanceof SessionRuntime.Owner ours ? ours.runtime() : null;
        var scope = runtime != null && runtime.request() instanceof RequestScope current ? current : null;
        var found = constraints(request);
        if (runtime == null || scope == null || needsUser(request, found)) {
            super.invoke(request, response);
            return;
        }
        scope.nameUserOnceOpened();
        try {
            if (mayBeSent(request, response, found)) {
                getNext().invoke(request, response);
            }
        } finally {
            nameLastKnownUser(runtime, request);
        }
    }

    private SecurityConstraint @Nullable [] constraints(Request request) {
        var realm = context.getRealm();
        return realm == null ? null : realm.findSecurityConstraints(request, context);
    }

    /** A constraint may require TLS only, and no user. */
    private boolean needsUser(Request request, SecurityConstraint @Nullable [] found) {
        if (request.getUserPrincipal() != null || context.getPreemptiveAuthentication() || isProvided()) {
            return true;
        }
        for (var each : found == null ? new SecurityConstraint[0] : found) {
            if (each.getAuthConstraint() || each.getAllRoles() || each.getAuthenticatedUsers()) {
                return true;
            }
        }
        return false;
    }

    /** What Tomcat does for a constraint that needs no user: it may redirect to another port, and disables shared caches. */
    private boolean mayBeSent(Request request, Response response, SecurityConstraint @Nullable [] found)
            throws IOException {
        if (found == null) {
            return true;
        }
        if (getDisableProxyCaching() && !"POST".equals(request.getMethod())) {
            response.setHeader("Cache-Control", "private");
        }
        return context.getRealm().hasUserDataPermission(request, response, found);
    }

    /**
     * Runs if a constraint needs a user. A user of a single sign-on stays signed in to this application; a request
     * without a user continues, since roles are checked later.
     */
    @Override
    protected boolean doAuthenticate(Request request, HttpServletResponse response) throws IOException {
        if (checkForCachedAuthentication(request, response, true) && cache) {
            request.getSessionInternal(true).setPrincipal(request.getPrincipal());
        }
        return true;
    }

    /** The authentication type that {@code HttpServletRequest.login} records. */
    @Override
    protected String getAuthMethod() {
        return "NONE";
    }

    /**
     * The user that this node last knew. An error page, or a thread on which the request continues, looks the user up
     * again.
     */
    private static final class LastKnown extends GenericPrincipal {

        private static final long serialVersionUID = 1;

        private final transient Supplier<Principal> restored;

        LastKnown(Authentication known, Supplier<Principal> restored) {
            super(known.name(), known.roles());
            this.restored = restored;
        }

        @Override
        public Principal getUserPrincipal() {
            var own = restored.get();
            return own instanceof TomcatPrincipal ofTomcat ? ofTomcat.getUserPrincipal() : own;
        }
    }

    /**
     * Access logs, and listeners of a request's end, need the user. If the request did not open its session, they get
     * the user that this node last knew for its id, without asking the store.
     */
    private static void nameLastKnownUser(SessionRuntime runtime, Request request) {
        var id = request.getRequestedSessionId();
        var known = id == null || request.getPrincipal() != null
                ? null
                : runtime.opener().lastKnownUser(id);
        if (known != null) {
            request.setAuthType(known.type().isEmpty() ? null : known.type());
            request.setUserPrincipal(
                    new LastKnown(known, () -> runtime.components().principals().restored(known, null)));
        }
    }

    /** Whether the user is still unknown; forgets one that was only remembered. */
    static boolean namesNobody(Request request) {
        if (request.getPrincipal() instanceof LastKnown) {
            request.setAuthType(null);
            request.setUserPrincipal(null);
        }
        return request.getPrincipal() == null;
    }

    /** Whether a module of Jakarta Authentication determines the user. */
    private boolean isProvided() {
        var known = provided;
        if (known == null) {
            var factory = AuthConfigFactory.getFactory();
            var servlets = context.getServletContext();
            var application = servlets.getVirtualServerName() + " " + servlets.getContextPath(); // as Tomcat calls it
            known = factory != null && factory.getConfigProvider(LAYER, application, this) != null;
            provided = known;
        }
        return known;
    }

    /** A provider was added or removed. */
    @Override
    public void notify(String layer, String application) {
        provided = null;
        super.notify(layer, application);
    }
}
