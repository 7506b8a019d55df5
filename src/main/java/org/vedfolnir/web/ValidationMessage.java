package org.vedfolnir.web;

import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/**
 * What is wrong with something that a user typed, for the page that is shown again.
 *
 * @param key of its sentence in {@code messages.properties}
 * @param arguments what the sentence names
 */
public record ValidationMessage(String key, List<Object> arguments) {

    public static ValidationMessage of(String key, Object... arguments) {
        return new ValidationMessage(key, List.of(arguments));
    }

    /** The sentence, in the language of the request. It is not escaped. */
    public String text(HttpServletRequest request) {
        return text(Messages.locale(request));
    }

    public String text(Locale locale) {
        return new MessageFormat(Messages.of(locale, key), locale).format(arguments.toArray());
    }
}
