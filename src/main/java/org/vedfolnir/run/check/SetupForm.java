package org.vedfolnir.run.check;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.vedfolnir.run.node.SetupLink;

/** Opens the link of the first start and creates the administrator. */
public final class SetupForm {

    private SetupForm() {}

    /** @return the response to the form; it redirects to the home page if the administrator is signed in */
    public static HttpResponse<String> make(Visitor person, SetupLink link, String username, String password)
            throws IOException, InterruptedException {
        person.get(link.address(), link.path());
        return person.post(link.address(), "/setup", form(username, password));
    }

    public static Map<String, String> form(String username, String password) {
        return Map.of(
                "username", username, "email", username + "@example.com", "new-password", password, "again", password);
    }
}
