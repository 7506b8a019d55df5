package org.vedfolnir.account;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.jsp.jstl.core.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vedfolnir.web.Refusals;
import org.vedfolnir.web.Texts;

/**
 * An error page that is the same for everybody who reads one language: rendered once, and then sent as it is. For answers that have to cost little.
 * Thread-safe.
 */
final class RenderedPage {

    private static final String ERROR = "/WEB-INF/errors/error.jsp";

    private final String words;
    private final Map<Locale, byte[]> pages = new ConcurrentHashMap<>();

    /** @param words what the page is called in our texts */
    RenderedPage(String words) {
        this.words = words;
    }

    /** The status is the caller's. */
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        var locale = Texts.locale(request);
        var page = pages.get(locale);
        if (page == null) {
            page = render(locale, request, response);
            pages.put(locale, page);
        }
        response.setContentType("text/html; charset=UTF-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private byte[] render(Locale locale, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        var text = new StringWriter();
        Config.set(request, Config.FMT_LOCALE, locale);
        request.setAttribute("jakarta.servlet.error.status_code", HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        request.setAttribute(Refusals.PAGE, words);
        request.getRequestDispatcher(ERROR).include(request, new Written(response, text));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Takes what a page writes. */
    private static final class Written extends HttpServletResponseWrapper {

        private final PrintWriter writer;

        Written(HttpServletResponse response, StringWriter text) {
            super(response);
            this.writer = new PrintWriter(text);
        }

        @Override
        public PrintWriter getWriter() {
            return writer;
        }
    }
}
