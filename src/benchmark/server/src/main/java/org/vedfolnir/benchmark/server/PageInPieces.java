package org.vedfolnir.benchmark.server;

import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;

/** A page of 40 000 characters as JSP writes one: tag by tag into a buffer of 8 KB in front of the response's own. */
public final class PageInPieces {

    private static final int PIECES = 400;
    private static final int BUFFER = 8192;
    private static final String PIECE = "<li>" + SessionContent.letters(90, 1) + "</li>\n";

    private PageInPieces() {}

    public static void write(HttpServletResponse response) throws IOException {
        response.setContentType("text/html");
        var page = new BufferedWriter(response.getWriter(), BUFFER);
        page.write("ok");
        for (var i = 0; i < PIECES; i++) {
            page.write(PIECE);
        }
        // JSP flushes its own buffer at the end and leaves the response's to the container
        page.flush();
    }
}
