package org.vedfolnir.session;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Session;
import org.apache.catalina.authenticator.Constants;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.authenticator.SingleSignOnEntry;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.util.SessionConfig;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.id.DuplicateCookies;
import org.vedfolnir.session.request.RequestScopes;
import org.vedfolnir.session.request.ServiceUnavailableResponse;
import org.vedfolnir.session.signon.SingleSignOnRepository;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Tomcat's single sign-on for all nodes: {@code <Valve className="org.vedfolnir.session.VedfolnirSingleSignOn"/>} in a
 * {@code <Host>}. A user who signs in to one application is signed in to the others, on every node; a sign-out from one
 * is a sign-out from all. Sign-ons are stored with the sessions of the host's applications; applications with another
 * manager take no part.
 *
 * <p>No password is stored, so {@code requireReauthentication} prevents the start.
 */
public final class VedfolnirSingleSignOn extends SingleSignOn {

    @Override
    protected void startInternal() throws LifecycleException {
        if (getRequireReauthentication()) {
            throw new LifecycleException(
                    "The single sign-on's attribute requireReauthentication is 'true', which needs the passwords of"
                            + " all signed-in users, and passwords are never stored. Remove it, or use Tomcat's own"
                            + " valve with sticky sessions.");
        }
        super.startInternal();
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            getNext().invoke(request, response); // keeps the result of the first dispatch
            return;
        }
        try {
            signIn(request, response);
        } finally {
            // from a login that failed before its session was associated
            if (request.getNote(Constants.REQ_SSOID_NOTE) instanceof String begun) {
                cache.remove(begun);
            }
        }
    }

    private void signIn(Request request, Response response) throws IOException, ServletException {
        request.removeNote(Constants.REQ_SSOID_NOTE);
        var runtime = runtime(request);
        var sent = cookies(request, getCookieName());
        if (runtime.isEmpty()) {
            getNext().invoke(request, response);
        } else if (request.getUserPrincipal() != null || sent.isEmpty()) {
            super.invoke(request, response);
        } else {
            signIn(request, response, runtime.get(), sent);
        }
    }

    private void signIn(Request request, Response response, SessionRuntime runtime, List<String> sent)
            throws IOException, ServletException {
        DuplicateCookies.Choice choice;
        try {
            choice = choice(runtime, sent);
        } catch (StoreUnavailableException e) {
            ServiceUnavailableResponse.answer(response, e, runtime);
            return;
        }
        var chosen = choice.value();
        if (chosen != null) {
            signIn(request, response, runtime, chosen);
        } else if (!choice.ambiguous().isEmpty()) {
            getNext().invoke(request, response);
        } else {
            super.invoke(request, response); // removes the cookie
        }
    }

    /** Chooses between several cookies; if two are valid, neither is used. */
    private static DuplicateCookies.Choice choice(SessionRuntime runtime, List<String> sent) {
        var candidates = DuplicateCookies.candidates(
                sent, value -> SingleSignOnRepository.named(value).isPresent());
        var choice = DuplicateCookies.among(candidates, value -> SingleSignOnRepository.named(value)
                .map(runtime.running().signOns()::isOpen)
                .orElse(false));
        if (!choice.ambiguous().isEmpty()) {
            runtime.opener().noteSeveralCookies(choice.ambiguous());
        }
        return choice;
    }

    private void signIn(Request request, Response response, SessionRuntime runtime, String cookie)
            throws IOException, ServletException {
        Optional<Authentication> user;
        try {
            user = signedInUser(request, cookie);
        } catch (StoreUnavailableException e) {
            ServiceUnavailableResponse.answer(response, e, runtime);
            return;
        }
        if (user.isEmpty()) {
            super.invoke(request, response); // removes the cookie
            return;
        }
        request.setNote(Constants.REQ_SSOID_NOTE, cookie);
        request.setAuthType(user.get().type().isEmpty() ? null : user.get().type());
        request.setUserPrincipal(runtime.components().principals().restored(user.get(), null));
        getNext().invoke(request, response);
    }

    private static Optional<Authentication> signedInUser(Request request, String cookie) {
        var named = Optional.ofNullable(request.getRequestedSessionId()); // from the URL, if there is no cookie
        var sent = Stream.concat(
                named.stream(), cookies(request, SessionConfig.getSessionCookieName(request.getContext())).stream());
        return runtime(request).flatMap(sessions -> SingleSignOnRepository.named(cookie)
                .flatMap(signOn -> sessions.signOff().user(signOn, ids(sessions, sent))));
    }

    private static List<String> ids(SessionRuntime runtime, Stream<String> sent) {
        return sent.distinct()
                .filter(runtime.running().ids()::isPlausible)
                .limit(DuplicateCookies.MOST)
                .toList();
    }

    private static List<String> cookies(Request request, String name) {
        var sent = request.getCookies();
        return sent == null
                ? List.of()
                : Arrays.stream(sent)
                        .filter(cookie -> name.equals(cookie.getName()))
                        .map(Cookie::getValue)
                        .toList();
    }

    private static Optional<SessionRuntime> runtime(Request request) {
        var context = request.getContext();
        return context == null ? Optional.empty() : SessionRuntime.of(context).findFirst();
    }

    /** Tomcat calls {@link #associate} with the session right after this. */
    @Override
    protected void register(String ssoId, Principal principal, String authType, String username, String password) {
        cache.put(ssoId, new SingleSignOnEntry(principal, authType, username, null));
    }

    /** Takes effect when the session is saved, before the response is sent. */
    @Override
    protected boolean associate(String ssoId, Session session) {
        var begun = cache.remove(ssoId);
        var signOn = SingleSignOnRepository.named(ssoId);
        if (signOn.isEmpty() || !(session instanceof SessionVisit visit)) {
            return false;
        } else if (begun == null) {
            visit.session().signOn().join(signOn.get());
            return true;
        } else if (begun.getPrincipal() == null) {
            return false;
        }
        visit.session().signOn().begin(signOn.get(), begun.getPrincipal(), begun.getAuthType());
        return true;
    }

    @Override
    protected void deregister(String ssoId) {
        var signOn = SingleSignOnRepository.named(ssoId);
        if (signOn.isEmpty()) {
            return;
        }
        var here = RequestScopes.session(signOn.get());
        if (here != null) {
            here.ending().because(EndReason.SIGNED_OUT);
            here.expire();
        } else {
            SessionRuntime.of(getContainer()).findFirst().ifPresent(sessions -> sessions.signOff()
                    .whole(signOn.get()));
        }
    }

    /** A sign-on keeps its first user. */
    @Override
    protected boolean update(String ssoId, Principal principal, String authType, String username, String password) {
        return false;
    }
}
