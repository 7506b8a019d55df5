package org.vedfolnir.platform;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.web.RequestBeanFilter;
import org.vedfolnir.web.filter.ForgeryFilter;

/**
 * Stops a form that was opened under one connection and is sent under another, because the user switched in another tab. It applies to every form
 * with a field {@code platform}: the id of the connection when the form was rendered, empty for none.
 *
 * <p>The response is 409 and a page that names both connections. It sends the same fields again: after a switch back, or under the current
 * connection.
 */
public final class SamePlatformFilter extends RequestBeanFilter {

    private static final long serialVersionUID = 1;
    private static final String FIELD = "platform";
    private static final String DECISION = "platform_decision";
    private static final String BACK = "back";
    private static final Set<String> OURS = Set.of(FIELD, DECISION, ForgeryFilter.FIELD);

    @Inject
    private transient SessionContext session;

    @Inject
    private transient PlatformContext current;

    @Inject
    private transient Platforms platforms;

    @Override
    protected void withBeans(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var made = "POST".equals(request.getMethod()) ? request.getParameter(FIELD) : null;
        if (made == null || !session.isAuthenticated() || isCurrent(made) || goesBack(request, made)) {
            chain.doFilter(request, response);
        } else {
            ask(request, response, made);
        }
    }

    private boolean isCurrent(String made) {
        return made.equals(Objects.toString(current.getId(), ""));
    }

    private boolean goesBack(HttpServletRequest request, String made) {
        var id = ConnectionId.of(made);
        return BACK.equals(request.getParameter(DECISION)) && id.isPresent() && current.switchTo(id.getAsLong());
    }

    private void ask(HttpServletRequest request, HttpServletResponse response, String made)
            throws IOException, ServletException {
        var fields = new TreeMap<>(request.getParameterMap());
        fields.keySet().removeAll(OURS);
        var connection = ConnectionId.of(made).stream()
                .mapToObj(id -> platforms.find(session.requireUserId(), id))
                .findFirst()
                .flatMap(found -> found);
        request.setAttribute("made", connection.orElse(null));
        request.setAttribute("fields", fields);
        request.setAttribute("action", request.getRequestURI());
        response.setStatus(HttpServletResponse.SC_CONFLICT);
        request.getRequestDispatcher("/WEB-INF/platform-conflict.jsp").forward(request, response);
    }
}
