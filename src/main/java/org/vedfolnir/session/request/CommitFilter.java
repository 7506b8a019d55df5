package org.vedfolnir.session.request;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Runs before all filters of the application, saves the session after them, and responds 503 if the store failed. A
 * valve would be too late: Tomcat has then logged the failure and started an error page. {@link CommitHook} handles
 * earlier commits.
 */
public final class CommitFilter implements Filter {

    private static final String NAME = CommitFilter.class.getName();

    private final RequestScopes scopes;

    CommitFilter(RequestScopes scopes) {
        this.scopes = scopes;
    }

    /**
     * Adds the filter in front of the application's filters, including those that are added before all declared ones.
     * Called after all are mapped and before the context starts them.
     */
    public static void first(Context context, RequestScopes scopes) {
        forget(context, NAME); // of an earlier manager
        StaticFileFilter.forget(context);
        var others = context.findFilterMaps();
        for (var other : others) {
            context.removeFilterMap(other);
        }
        add(context, scopes);
        for (var other : others) {
            context.addFilterMap(other);
        }
        StaticFileFilter.last(context);
    }

    static void forget(Context context, String filter) {
        for (var map : context.findFilterMaps()) {
            if (filter.equals(map.getFilterName())) {
                context.removeFilterMap(map);
            }
        }
        var definition = context.findFilterDef(filter);
        if (definition != null) {
            context.removeFilterDef(definition);
        }
    }

    private static void add(Context context, RequestScopes scopes) {
        var definition = new FilterDef();
        definition.setFilterName(NAME);
        definition.setFilterClass(NAME);
        definition.setFilter(new CommitFilter(scopes));
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        var map = new FilterMap();
        map.setFilterName(NAME);
        map.addURLPattern("/*");
        map.setDispatcher(DispatcherType.REQUEST.name());
        map.setDispatcher(DispatcherType.ASYNC.name());
        map.setDispatcher(DispatcherType.ERROR.name());
        // FORM login forwards to its page before the request reaches the application; another application may forward
        // to this one
        map.setDispatcher(DispatcherType.FORWARD.name());
        map.setDispatcher(DispatcherType.INCLUDE.name());
        context.addFilterMap(map);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var known = scopes.current();
        if (known != null && known.inApplication() && within(request.getDispatcherType())) {
            chain.doFilter(request, response); // a dispatch of the application: this filter already surrounds it
            return;
        }
        var http = (HttpServletRequest) request;
        var scope = known == null ? scopes.enterDispatch(http) : known;
        try {
            if (isAgain(http.getDispatcherType())) {
                scope.lookup().joinHeld(http);
            }
            scope.enterFilter();
            inScope(scope, http, (HttpServletResponse) response, chain);
        } finally {
            scope.leaveFilter();
            if (known == null) {
                scope.exit();
            } else if (http.isAsyncStarted()) {
                scope.leaveAnErrorPage();
            }
        }
    }

    private static boolean within(DispatcherType type) {
        return type == DispatcherType.FORWARD || type == DispatcherType.INCLUDE;
    }

    private static boolean isAgain(DispatcherType type) {
        return type == DispatcherType.ASYNC || type == DispatcherType.ERROR;
    }

    private static void inScope(
            RequestScope scope, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        scope.reachApplication();
        var inner = scope.request();
        var seen = inner == null ? request : new SessionRequest(request, inner, scope);
        try {
            chain.doFilter(seen, response);
            finish(scope, request, response);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            // however the application handled the exception: if the store failed, the response is 503
            var outage = scope.outage() == null ? in(e, StoreUnavailableException.class) : scope.outage();
            if (outage == null) {
                if (in(e, NotStorableException.class) != null || in(e, SessionTooLargeException.class) != null) {
                    scope.takeBack();
                }
                throw e;
            }
            ServiceUnavailableResponse.answer(response, outage, scope.scopes().runtime());
            scope.answeredBehindTheValve();
        }
    }

    /** An application that uses the registry lets the exception pass, or wraps it. */
    private static <T extends Throwable> @Nullable T in(Throwable thrown, Class<T> type) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static void finish(RequestScope scope, HttpServletRequest request, HttpServletResponse response) {
        try {
            if (request.isAsyncStarted()) {
                scope.lookup().settleForOtherThreads();
                request.getAsyncContext().addListener(new CommitOnCompletion(scope));
                scope.commit();
            } else {
                scope.commitAtTheEnd();
            }
        } catch (RuntimeException e) {
            // the page is no longer true: the client gets the error alone
            if (!response.isCommitted()) {
                response.resetBuffer();
            }
            throw e;
        }
    }

    /** An asynchronous request changes its session after the filter; this saves it on completion. */
    private record CommitOnCompletion(RequestScope scope) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            try {
                scope.commitAtTheEnd();
            } catch (StoreUnavailableException e) {
                // recorded in the scope: CommitHook turns a response that is not committed into a 503
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // onComplete follows
        }

        @Override
        public void onError(AsyncEvent event) {
            // onComplete follows
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
