package org.vedfolnir.session;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Session;
import org.apache.catalina.authenticator.Constants;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.authenticator.SingleSignOnEntry;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.StoreUnavailableException;

/**
 * Tomcat's single sign-on for all nodes: {@code <Valve className="org.vedfolnir.session.VedfolnirSingleSignOn"/>} in a {@code <Host>}. Who
 * signed in to one application is signed in to the others, whichever node serves them, and who leaves one has left all of them. It keeps
 * its sign-ons where the managers of the host's applications keep their sessions; those with another manager take no part.
 *
 * <p>No password is kept, so {@code requireReauthentication} stops the start.
 */
public final class VedfolnirSingleSignOn extends SingleSignOn {

    @Override
    protected void startInternal() throws LifecycleException {
        if (getRequireReauthentication()) {
            throw new LifecycleException(
                    "The single sign-on's attribute requireReauthentication is 'true', which needs the password of"
                            + " everybody who is signed in, and passwords are never stored. Remove it, or use Tomcat's own"
                            + " valve with sticky sessions.");
        }
        super.startInternal();
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            getNext().invoke(request, response); // as it was when the request came
            return;
        }
        try {
            signIn(request, response);
        } finally {
            // of a login that failed before its session was associated
            if (request.getNote(Constants.REQ_SSOID_NOTE) instanceof String begun) {
                cache.remove(begun);
            }
        }
    }

    private void signIn(Request request, Response response) throws IOException, ServletException {
        request.removeNote(Constants.REQ_SSOID_NOTE);
        var cookies = cookies(request);
        // of two of one name nobody can tell whose is whose: neither signs anybody in
        if (manager(request).isEmpty() || cookies.size() > 1) {
            getNext().invoke(request, response);
        } else if (request.getUserPrincipal() != null || cookies.isEmpty()) {
            super.invoke(request, response);
        } else {
            signIn(request, response, cookies.get(0).getValue());
        }
    }

    private void signIn(Request request, Response response, String cookie) throws IOException, ServletException {
        Optional<Authentication> who;
        try {
            who = whoIsSignedIn(request, cookie);
        } catch (StoreUnavailableException e) {
            Unavailable.answer(response, e);
            return;
        }
        if (who.isEmpty()) {
            super.invoke(request, response); // takes the cookie back
            return;
        }
        request.setNote(Constants.REQ_SSOID_NOTE, cookie);
        request.setAuthType(who.get().type().isEmpty() ? null : who.get().type());
        request.setUserPrincipal(VedfolnirSession.principal(who.get()));
        getNext().invoke(request, response);
    }

    private static Optional<Authentication> whoIsSignedIn(Request request, String cookie) {
        var sent = Optional.ofNullable(request.getRequestedSessionId());
        return manager(request).flatMap(manager -> SignOns.named(cookie)
                .flatMap(signOn -> manager.signOff().who(signOn, sent.flatMap(SessionId::parse))));
    }

    private List<Cookie> cookies(Request request) {
        var sent = request.getCookies();
        return sent == null
                ? List.of()
                : Arrays.stream(sent)
                        .filter(cookie -> getCookieName().equals(cookie.getName()))
                        .toList();
    }

    private static Optional<VedfolnirSessionManager> manager(Request request) {
        var context = request.getContext();
        return context == null ? Optional.empty() : SignOff.managers(context).findFirst();
    }

    /** Tomcat says which session it is for right after. */
    @Override
    protected void register(String ssoId, Principal principal, String authType, String username, String password) {
        cache.put(ssoId, new SingleSignOnEntry(principal, authType, username, null));
    }

    /** Takes effect when the session is saved, before the response leaves. */
    @Override
    protected boolean associate(String ssoId, Session session) {
        var begun = cache.remove(ssoId);
        var signOn = SignOns.named(ssoId);
        if (signOn.isEmpty() || !(session instanceof VedfolnirSession ours)) {
            return false;
        } else if (begun == null) {
            return ours.join(signOn.get());
        }
        return begun.getPrincipal() != null
                && ours.begin(signOn.get(), VedfolnirSession.authentication(begun.getPrincipal(), begun.getAuthType()));
    }

    @Override
    protected void deregister(String ssoId) {
        var signOn = SignOns.named(ssoId);
        if (signOn.isEmpty()) {
            return;
        }
        var here = RequestScope.session(signOn.get());
        if (here != null) {
            here.endBecause(EndReason.SIGNED_OUT);
            here.expire();
        } else {
            SignOff.managers(getContainer()).findFirst().ifPresent(manager -> manager.signOff()
                    .whole(signOn.get()));
        }
    }

    /** Whoever was signed in by this is who he was. */
    @Override
    protected boolean update(String ssoId, Principal principal, String authType, String username, String password) {
        return false;
    }
}
