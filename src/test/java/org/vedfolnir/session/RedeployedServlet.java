package org.vedfolnir.session;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.Phaser;

/** Lies in the classes of a web application, and is loaded by its class loader; so is the class of what it puts into its session. */
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

    /** A value of a class that the application alone has. */
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
