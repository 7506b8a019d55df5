package org.vedfolnir.account;

import jakarta.servlet.http.HttpServletRequest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.vedfolnir.web.ValidationMessage;

/**
 * What an account is called by, as a form brought it.
 *
 * @param username without {@code @}, so that nobody's name is another's e-mail address: people sign in with either
 */
public record AccountDetails(String username, String email) {

    private static final int LONGEST_EMAIL = 120;
    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{1,63}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{C}]+@[^@\\s\\p{C}]+");

    public static AccountDetails of(HttpServletRequest request) {
        return new AccountDetails(field(request, "username"), field(request, "email"));
    }

    private static String field(HttpServletRequest request, String name) {
        var text = Objects.requireNonNullElse(request.getParameter(name), "");
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    }

    /** What no account may be called. */
    public List<ValidationMessage> messages() {
        var messages = new ArrayList<ValidationMessage>();
        if (!USERNAME.matcher(username).matches()) {
            messages.add(ValidationMessage.of("account.username", shown(username)));
        }
        if (email.length() > LONGEST_EMAIL || !EMAIL.matcher(email).matches()) {
            messages.add(ValidationMessage.of("account.email", shown(email)));
        }
        return messages;
    }

    /** A page does not repeat a megabyte. */
    private static String shown(String text) {
        return text.length() > LONGEST_EMAIL ? text.substring(0, LONGEST_EMAIL) + "…" : text;
    }
}
