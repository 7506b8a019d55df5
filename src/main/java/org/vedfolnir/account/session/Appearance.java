package org.vedfolnir.account.session;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** The choice of light or dark pages, stored in the session. For one request. */
@Named
@RequestScoped
public class Appearance {

    static final String ATTRIBUTE = "appearance";

    private static final String SYSTEM = "system";
    private static final List<String> CHOICES = List.of(SYSTEM, "light", "dark");

    @Inject
    HttpServletRequest request;

    public List<String> getChoices() {
        return CHOICES;
    }

    /** {@code system}, {@code light} or {@code dark}. */
    public String getCurrent() {
        var session = request.getSession(false);
        return session != null && session.getAttribute(ATTRIBUTE) instanceof String chosen ? chosen : SYSTEM;
    }

    /** @return whether the choice is valid; otherwise nothing changes */
    boolean choose(String choice) {
        var session = request.getSession(false);
        if (session == null || !CHOICES.contains(choice)) {
            return false;
        }
        session.setAttribute(ATTRIBUTE, choice);
        return true;
    }
}
