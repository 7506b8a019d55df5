package org.vedfolnir.session.response;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A page with the canary of its user, which fails in each possible way. */
final class CanaryServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        var known = request.getSession(false);
        var canary = known == null ? null : known.getAttribute("canary");
        response.setContentType("text/plain");
        response.getWriter().print("canary=" + canary + ";user=" + request.getRemoteUser() + ";");
        switch (String.valueOf(request.getPathInfo())) {
            case "/begin" -> {
                request.getSession().setAttribute("canary", request.getParameter("name"));
                request.login(request.getParameter("name"), "secret");
            }
            case "/exception" -> {
                request.getSession().setAttribute("half-done", canary);
                throw new IllegalStateException("the application's");
            }
            case "/error" -> throw new AssertionError("error of the application");
            case "/send-error" -> response.sendError(404);
            case "/timeout" -> request.startAsync().setTimeout(1);
            case "/dispatch" -> request.startAsync().dispatch("/canary/exception");
            case "/long" -> response.getWriter().print(("canary=" + canary + ";").repeat(100_000));
            case "/rotate" -> request.changeSessionId();
            default -> request.getSession().setAttribute("seen", canary);
        }
    }
}
