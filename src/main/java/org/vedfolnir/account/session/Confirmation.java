package org.vedfolnir.account.session;

import jakarta.faces.context.FacesContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The way to the page that asks for the password again. */
public final class Confirmation {

    private Confirmation() {}

    /**
     * Instead of an action: leads to that page, and from there back.
     *
     * @param page where the action's button is
     * @return the action's outcome
     */
    public static @Nullable String first(String page) throws IOException {
        var container = FacesContext.getCurrentInstance().getExternalContext();
        container.redirect(
                container.getRequestContextPath() + "/confirm?next=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
        return null;
    }
}
