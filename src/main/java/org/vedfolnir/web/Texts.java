package org.vedfolnir.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ResourceBundle;

/** The application's texts, in the language that a request asks for. */
public final class Texts {

    private static final String BUNDLE = "org.vedfolnir.messages";

    private Texts() {}

    public static String of(HttpServletRequest request, String key) {
        return ResourceBundle.getBundle(BUNDLE, request.getLocale()).getString(key);
    }
}
