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
 * What a new password must be (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2): long, not a common one, and not made of what is known of the person.
 * Any character may stand in it, and none has to. Thread-safe.
 */
@ApplicationScoped
public class PasswordRules {

    private static final String PRODUCT = "vedfolnir";
    /** What is shorter stands in many passwords by chance. */
    private static final int SHORTEST_NAME = 3;

    @Inject
    Settings settings;

    @Inject
    CommonPasswords common;

    /**
     * {@code PASSWORD_MIN_LENGTH}. NIST asks for 15 where the password is all that somebody has to know, and for 8 with a second factor.
     *
     * @throws IllegalArgumentException when the setting is wrong
     */
    public int shortest() {
        return settings.count(ApplicationSetting.PASSWORD_MIN_LENGTH);
    }

    /**
     * The rules that a new password breaks.
     *
     * @param again what was typed the second time
     */
    public List<ValidationMessage> messages(String typed, String again, String username, String email) {
        var messages = new ArrayList<ValidationMessage>();
        var password = Passwords.normalized(typed);
        var length = password.codePointCount(0, password.length());
        if (length < shortest()) {
            messages.add(ValidationMessage.of("password.short", shortest(), length));
        } else if (length > Passwords.LONGEST) {
            messages.add(ValidationMessage.of("password.long", Passwords.LONGEST, length));
        } else if (common.include(password)) {
            messages.add(ValidationMessage.of("password.common"));
        }
        var lower = password.toLowerCase(Locale.ROOT);
        Stream.of(username, email, email.split("@", 2)[0], PRODUCT)
                .distinct()
                .filter(word -> word.length() >= SHORTEST_NAME && lower.contains(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(word -> messages.add(ValidationMessage.of("password.contains", word)));
        if (!typed.equals(again)) {
            messages.add(ValidationMessage.of("password.different"));
        }
        return messages;
    }
}
