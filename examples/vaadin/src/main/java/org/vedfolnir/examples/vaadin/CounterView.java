package org.vedfolnir.examples.vaadin;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.VaadinSession;
import jakarta.servlet.ServletException;

/** Counts in a field of its own, and in the session. */
@Route("")
public class CounterView extends Div {

    private static final long serialVersionUID = 1;

    private final Paragraph shown = new Paragraph();
    private final LoginForm door = new LoginForm();
    private int count;

    public CounterView() {
        var visit = new Button("Count in the session", event -> visit());
        visit.setId("visit");
        var turn = new Button("Count in this window", event -> turn());
        turn.setId("turn");
        door.setForgotPasswordButtonVisible(false);
        door.addLoginListener(event -> signIn(event.getUsername(), event.getPassword()));
        add(shown, visit, turn, door);
        show();
    }

    private void visit() {
        VaadinSession.getCurrent().setAttribute("count", visits() + 1);
        show();
    }

    private void turn() {
        count++;
        show();
    }

    /** With the users of Tomcat. */
    private void signIn(String name, String password) {
        try {
            VaadinServletRequest.getCurrent().login(name, password);
            show();
        } catch (ServletException e) {
            door.setError(true);
        }
    }

    private void show() {
        var who = user();
        door.setVisible(who.isEmpty());
        shown.setText((who.isEmpty() ? "nobody" : who) + " has " + visits() + ", this window " + count);
    }

    private static String user() {
        var user = VaadinServletRequest.getCurrent().getRemoteUser();
        return user == null ? "" : user;
    }

    private static int visits() {
        return VaadinSession.getCurrent().getAttribute("count") instanceof Integer number ? number : 0;
    }
}
