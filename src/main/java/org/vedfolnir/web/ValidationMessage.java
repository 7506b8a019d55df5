package org.vedfolnir.web;

import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/**
 * Says what is wrong with the input of a user, for the page that is shown again. Immutable.
 *
 * @param field the name of the form field; empty when the message is about the whole form
 * @param key of the sentence in {@code messages.properties}
 * @param arguments the values that the sentence shows
 */
public record ValidationMessage(String field, String key, List<Object> arguments) {

    /** A message about the whole form. */
    public static ValidationMessage of(String key, Object... arguments) {
        return new ValidationMessage("", key, List.of(arguments));
    }

    /** A message about one field. */
    public static ValidationMessage at(String field, String key, Object... arguments) {
        return new ValidationMessage(field, key, List.of(arguments));
    }

    /** The sentence in the language of the request. It is not escaped. */
    public String text(HttpServletRequest request) {
        return text(Messages.locale(request));
    }

    public String text(Locale locale) {
        return new MessageFormat(Messages.of(locale, key), locale).format(arguments.toArray());
    }
}
