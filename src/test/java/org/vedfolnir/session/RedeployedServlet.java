package org.vedfolnir.session;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.Phaser;

/** A servlet in the classes of a web application. The application's class loader loads it and the class of its session attribute. */
public final class RedeployedServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var session = request.getSession();
        var value = request.getParameter("value");
        if (value != null) {
            session.setAttribute("value", new Value(value));
        }
        if (getServletContext().getAttribute(String.valueOf(request.getParameter("gate"))) instanceof Phaser gate) {
            gate.arriveAndAwaitAdvance();
            gate.arriveAndAwaitAdvance();
        }
        var kept = (Value) session.getAttribute("value");
        response.getWriter().print(kept == null ? "nothing" : kept.text);
    }

    /** A value of a class that only the application has. */
    private static final class Value implements Serializable, HttpSessionActivationListener {

        private static final long serialVersionUID = 1;

        private final String text;

        Value(String text) {
            this.text = text;
        }

        @Override
        public void sessionDidActivate(HttpSessionEvent event) {
            event.getSession().getServletContext().log("activated");
        }
    }
}
