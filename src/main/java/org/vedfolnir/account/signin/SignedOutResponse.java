package org.vedfolnir.account.signin;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.web.JsonResponse;

/**
 * Tells a program that it is not signed in. A class of its own: containers inspect {@link SignInFilter} before {@code ManagerRequired} can report that
 * they have no JSON.
 */
final class SignedOutResponse {

    private SignedOutResponse() {}

    /**
     * @param reason for the program
     * @param message for its user
     */
    static void send(HttpServletResponse response, @Nullable String reason, String message) throws IOException {
        JsonResponse.send(
                response,
                HttpServletResponse.SC_UNAUTHORIZED,
                Json.createObjectBuilder()
                        .add("authenticated", false)
                        .add("reason", reason == null ? JsonValue.NULL : Json.createValue(reason))
                        .add("message", message)
                        .build());
    }
}
