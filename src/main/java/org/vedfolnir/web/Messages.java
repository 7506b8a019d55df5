package org.vedfolnir.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;

/** The texts of the application, in the supported language that the browser prefers, or in English. Thread-safe. */
public final class Messages {

    private static final String BUNDLE = "org.vedfolnir.messages";
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private Messages() {}

    public static String of(HttpServletRequest request, String key) {
        return of(locale(request), key);
    }

    /** @param locale a supported language */
    public static String of(Locale locale, String key) {
        return ResourceBundle.getBundle(BUNDLE, locale).getString(key);
    }

    public static boolean has(String key) {
        return ResourceBundle.getBundle(BUNDLE, Locale.ENGLISH).containsKey(key);
    }

    /** A supported language. A browser that sends no preference gets English, whatever the locale of the server is. */
    public static Locale locale(HttpServletRequest request) {
        var liked = request.getHeader("Accept-Language") == null
                ? List.<Locale>of()
                : Collections.list(request.getLocales());
        return liked.stream()
                .map(locale -> ours(locale.getLanguage()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    private static @org.jspecify.annotations.Nullable Locale ours(String language) {
        return LANGUAGES.stream()
                .filter(each -> each.getLanguage().equals(language))
                .findFirst()
                .orElse(null);
    }
}
