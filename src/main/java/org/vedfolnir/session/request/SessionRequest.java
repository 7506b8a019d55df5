package org.vedfolnir.session.request;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;

/** Finds the session's principal on demand instead of for every request, and peeks at a session without using it. */
final class SessionRequest extends HttpServletRequestWrapper {

    private final Request request;
    private final RequestScope scope;
    private boolean resolved;

    SessionRequest(HttpServletRequest facade, Request request, RequestScope scope) {
        super(facade);
        this.request = request;
        this.scope = scope;
    }

    /** Of several cookies, the one that is meant, which only the store can decide. */
    @Override
    public @Nullable String getRequestedSessionId() {
        scope.lookup().settleRequestedId();
        return super.getRequestedSessionId();
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        scope.lookup().settleRequestedId();
        return super.isRequestedSessionIdFromCookie();
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return scope.within(() -> scope.lookup().whilePeeking(super::isRequestedSessionIdValid));
    }

    /** The application gets Tomcat's own request, for threads outside of any scope, so that must have the session and its user by then. */
    @Override
    public AsyncContext startAsync() {
        scope.lookup().settleForOtherThreads();
        resolvePrincipal();
        return super.startAsync();
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        scope.lookup().settleForOtherThreads();
        return super.startAsync(request, response);
    }

    ServletRequest unwrapped() {
        return getRequest();
    }

    boolean isFor(String servletClass) {
        var servlet = request.getWrapper();
        return servlet != null && servletClass.equals(servlet.getServletClass());
    }

    private void resolvePrincipal() {
        if (resolved) {
            return;
        }
        resolved = true;
        if (LazyAuthenticator.namesNobody(request)) {
            var session = scope.within(() -> request.getSessionInternal(false));
            if (session != null && session.getPrincipal() != null) {
                request.setAuthType(session.getAuthType());
                request.setUserPrincipal(session.getPrincipal());
            }
        }
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return scope.within(() -> super.getSession(create));
    }

    @Override
    public HttpSession getSession() {
        return scope.within(super::getSession);
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        resolvePrincipal();
        return super.getUserPrincipal();
    }

    @Override
    public @Nullable String getRemoteUser() {
        resolvePrincipal();
        return super.getRemoteUser();
    }

    @Override
    public boolean isUserInRole(String role) {
        resolvePrincipal();
        return super.isUserInRole(role);
    }

    @Override
    public @Nullable String getAuthType() {
        resolvePrincipal();
        return super.getAuthType();
    }

    @Override
    public void login(String username, String password) throws ServletException {
        resolvePrincipal();
        super.login(username, password);
    }

    @Override
    public void logout() throws ServletException {
        resolvePrincipal();
        super.logout();
    }
}
