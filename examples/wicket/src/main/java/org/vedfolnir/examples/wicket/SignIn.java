package org.vedfolnir.examples.wicket;

import jakarta.servlet.ServletException;
import org.apache.wicket.markup.html.form.PasswordTextField;
import org.apache.wicket.markup.html.form.StatelessForm;
import org.apache.wicket.markup.html.form.TextField;
import org.apache.wicket.markup.html.panel.FeedbackPanel;
import org.apache.wicket.model.Model;

/** Signs in with the users of Tomcat. */
class SignIn extends StatelessForm<Void> {

    private static final long serialVersionUID = 1;

    private final TextField<String> user = new TextField<>("user", Model.of(""));
    private final PasswordTextField password = new PasswordTextField("password", Model.of(""));

    SignIn(String id) {
        super(id);
        add(user, password, new FeedbackPanel("said"));
    }

    @Override
    protected void onConfigure() {
        super.onConfigure();
        setVisible(!CounterPage.isSignedIn());
    }

    @Override
    protected void onSubmit() {
        try {
            getSession().bind();
            CounterPage.request().login(user.getModelObject(), password.getModelObject());
        } catch (ServletException e) {
            error("This name and password do not belong together.");
        }
    }
}
