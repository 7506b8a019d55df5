package org.vedfolnir.account.signin;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.vedfolnir.account.SessionContext;

/** An application's own servlet, at public paths and at one that is not. */
@WebServlet({"/about", "/pub/*", "/inner"})
public final class AboutServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient SessionContext session;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter()
                .print("served " + request.getServletPath() + Objects.toString(request.getPathInfo(), "")
                        + ", signed in: " + session.isAuthenticated());
    }
}
