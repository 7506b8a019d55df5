package org.vedfolnir.web;

import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/**
 * What is wrong with something that a person typed, for the page that she gets back.
 *
 * @param key of its sentence in {@code messages.properties}
 * @param arguments what the sentence names
 */
public record Complaint(String key, List<Object> arguments) {

    public static Complaint of(String key, Object... arguments) {
        return new Complaint(key, List.of(arguments));
    }

    /** The sentence, in the language of the request. It is not escaped. */
    public String text(HttpServletRequest request) {
        return text(Texts.locale(request));
    }

    public String text(Locale locale) {
        return new MessageFormat(Texts.of(locale, key), locale).format(arguments.toArray());
    }
}
