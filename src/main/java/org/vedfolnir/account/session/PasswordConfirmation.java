package org.vedfolnir.account.session;

import jakarta.faces.context.FacesContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Redirects to the page that asks for the password again. */
public final class PasswordConfirmation {

    private PasswordConfirmation() {}

    /**
     * Instead of an action: leads to that page, and from there back.
     *
     * @param page where the action's button is
     * @return the action's outcome
     */
    public static @Nullable String redirect(String page) throws IOException {
        var container = FacesContext.getCurrentInstance().getExternalContext();
        container.redirect(
                container.getRequestContextPath() + "/confirm?next=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
        return null;
    }
}
