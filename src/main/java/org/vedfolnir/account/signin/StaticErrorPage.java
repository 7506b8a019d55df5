package org.vedfolnir.account.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vedfolnir.web.Messages;

/**
 * An error page that is equal for all users of one language, for responses that must cost little. It is no JSP, because a JSP is compiled on its
 * first use, in the middle of the overload. Thread-safe.
 */
final class StaticErrorPage {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="{language}">
            <head>
              <meta charset="UTF-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{title} \u00b7 {product}</title>
              <link rel="icon" href="{root}/assets/icon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="{root}/assets/vedfolnir.css">
            </head>
            <body class="narrow">
            <main>
              <a class="brand" href="{root}/"><img src="{root}/assets/icon.svg" alt="" width="40" height="40"> {product}</a>
              <h1>{title}</h1>
              <p class="lead">{text}</p>
              <p class="actions"><a class="button" href="{root}/">{home}</a></p>
            </main>
            </body>
            </html>
            """;

    private final String words;
    private final Map<Locale, byte[]> pages = new ConcurrentHashMap<>();

    /** @param words the part of the message keys that names the page */
    StaticErrorPage(String words) {
        this.words = words;
    }

    /** The caller sets the status. */
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var page = pages.computeIfAbsent(Messages.locale(request), locale -> render(locale, request.getContextPath()));
        response.setContentType("text/html; charset=UTF-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    /** The texts contain no mark-up. */
    private byte[] render(Locale locale, String root) {
        return PAGE.replace("{language}", Messages.of(locale, "language"))
                .replace("{product}", Messages.of(locale, "product"))
                .replace("{title}", Messages.of(locale, "error." + words + ".title"))
                .replace("{text}", Messages.of(locale, "error." + words + ".text"))
                .replace("{home}", Messages.of(locale, "error.home"))
                .replace("{root}", root)
                .getBytes(StandardCharsets.UTF_8);
    }
}
