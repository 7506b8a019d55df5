package org.vedfolnir.run.check;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.vedfolnir.run.node.SetupLink;

/** Opens the link of the first start and creates the administrator. */
public final class SetupForm {

    private SetupForm() {}

    /** @return the response to the form; it redirects to the home page if the administrator is signed in */
    public static HttpResponse<String> submit(Visitor visitor, SetupLink link, String username, String password)
            throws IOException, InterruptedException {
        visitor.get(link.address(), link.path());
        return visitor.post(link.address(), "/setup", form(username, password));
    }

    public static Map<String, String> form(String username, String password) {
        return Map.of(
                "username", username, "email", username + "@example.com", "new-password", password, "again", password);
    }
}
