package org.vedfolnir.account.password;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;
import org.vedfolnir.web.ValidationMessage;

/**
 * The rules for a new password (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2): long, not common, and not made of the user's name or address. It may contain
 * any characters. Thread-safe.
 */
@ApplicationScoped
public class PasswordRules {

    private static final String PRODUCT = "vedfolnir";
    /** Shorter names occur in many passwords by chance. */
    private static final int SHORTEST_NAME = 3;

    @Inject
    Settings settings;

    @Inject
    CommonPasswords common;

    /**
     * {@code PASSWORD_MIN_LENGTH}. NIST requires 15 if the password is the only factor, and 8 with a second factor.
     *
     * @throws IllegalArgumentException if the setting is invalid
     */
    public int shortest() {
        return settings.count(ApplicationSetting.PASSWORD_MIN_LENGTH);
    }

    /**
     * The rules that a new password breaks.
     *
     * @param again the repeated password
     */
    public List<ValidationMessage> messages(String typed, String again, String username, String email) {
        var messages = new ArrayList<ValidationMessage>();
        var password = Passwords.normalized(typed);
        var length = password.codePointCount(0, password.length());
        if (length < shortest()) {
            messages.add(ValidationMessage.at(NewPasswordForm.PASSWORD, "password.short", shortest(), length));
        } else if (length > Passwords.LONGEST) {
            messages.add(ValidationMessage.at(NewPasswordForm.PASSWORD, "password.long", Passwords.LONGEST, length));
        } else if (common.include(password)) {
            messages.add(ValidationMessage.at(NewPasswordForm.PASSWORD, "password.common"));
        }
        var lower = password.toLowerCase(Locale.ROOT);
        Stream.of(username, email, email.split("@", 2)[0], PRODUCT)
                .distinct()
                .filter(word -> word.length() >= SHORTEST_NAME && lower.contains(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(word ->
                        messages.add(ValidationMessage.at(NewPasswordForm.PASSWORD, "password.contains", word)));
        if (!typed.equals(again)) {
            messages.add(ValidationMessage.at(NewPasswordForm.AGAIN, "password.different"));
        }
        return messages;
    }
}
