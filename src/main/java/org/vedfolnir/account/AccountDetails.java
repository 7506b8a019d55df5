package org.vedfolnir.account;

import jakarta.servlet.http.HttpServletRequest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.vedfolnir.web.ValidationMessage;

/**
 * The user name and the e-mail address of an account, as a form sent them.
 *
 * @param username has no {@code @}: users sign in with either of the two, so a name must not look like an address
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

    /** The reasons why an account cannot have these names; empty if it can. */
    public List<ValidationMessage> messages() {
        var messages = new ArrayList<ValidationMessage>();
        if (!USERNAME.matcher(username).matches()) {
            messages.add(ValidationMessage.at("username", "account.username", shown(username)));
        }
        if (email.length() > LONGEST_EMAIL || !EMAIL.matcher(email).matches()) {
            messages.add(ValidationMessage.at("email", "account.email", shown(email)));
        }
        return messages;
    }

    /** Bounded, because a page does not repeat a megabyte of input. */
    private static String shown(String text) {
        return text.length() > LONGEST_EMAIL ? text.substring(0, LONGEST_EMAIL) + "…" : text;
    }
}
