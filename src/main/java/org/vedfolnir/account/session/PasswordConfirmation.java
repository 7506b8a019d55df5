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
     * Replaces an action: redirects to that page, and from there back.
     *
     * @param page the page with the button of the action
     * @return the outcome of the action
     */
    public static @Nullable String redirect(String page) throws IOException {
        var container = FacesContext.getCurrentInstance().getExternalContext();
        container.redirect(
                container.getRequestContextPath() + "/confirm?next=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
        return null;
    }
}
