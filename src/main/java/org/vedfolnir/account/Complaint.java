package org.vedfolnir.account;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What is wrong with something that a person typed, for the page that she gets back.
 *
 * @param key of its sentence in {@code messages.properties}
 * @param arguments what the sentence names
 */
public record Complaint(String key, List<Object> arguments) {

    private static final String MESSAGES = "org.vedfolnir.messages";

    static Complaint of(String key, Object... arguments) {
        return new Complaint(key, List.of(arguments));
    }

    /** The sentence. It is not escaped. */
    public String text() {
        var pattern = ResourceBundle.getBundle(MESSAGES, Locale.ROOT).getString(key);
        return new MessageFormat(pattern, Locale.ENGLISH).format(arguments.toArray());
    }
}
