package org.vedfolnir.session;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Saves the session before anything commits the response: a flush, a close, more bytes than the buffer holds, or as many as the
 * application said there would be, which closes it. Tomcat has no hook for that moment, so this counts.
 */
final class CommitResponse extends HttpServletResponseWrapper {

    /** The most bytes that one char becomes in any charset that Java ships; counting too many only saves earlier. */
    private static final int BYTES_A_CHAR = 4;

    private static final String LENGTH = "Content-Length";
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final RequestScope scope;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;
    private long written;
    private long length = UNKNOWN;
    private boolean savedSinceCommitted;

    CommitResponse(HttpServletResponse response, RequestScope scope) {
        super(response);
        this.scope = scope;
    }

    /** Tomcat calls a response committed as well when it has all bytes of its content length, which still wait in the buffer. */
    private void beforeCommit() {
        if (!savedSinceCommitted) {
            scope.commit();
            savedSinceCommitted = isCommitted();
        }
    }

    private void beforeWriting(long bytes) {
        written += bytes;
        if (written > getBufferSize() || written >= length) {
            beforeCommit();
        }
    }

    private void announce(long bytes) {
        length = bytes < 0 ? UNKNOWN : bytes;
    }

    private void announce(String name, String value) {
        if (LENGTH.equalsIgnoreCase(name)) {
            announce(value != null && value.matches("\\d{1,18}") ? Long.parseLong(value) : UNKNOWN);
        }
    }

    @Override
    public void setContentLength(int bytes) {
        announce(bytes);
        super.setContentLength(bytes);
    }

    @Override
    public void setContentLengthLong(long bytes) {
        announce(bytes);
        super.setContentLengthLong(bytes);
    }

    @Override
    public void setHeader(String name, String value) {
        announce(name, value);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        announce(name, value);
        super.addHeader(name, value);
    }

    @Override
    public void setIntHeader(String name, int value) {
        announce(name, Integer.toString(value));
        super.setIntHeader(name, value);
    }

    @Override
    public void addIntHeader(String name, int value) {
        announce(name, Integer.toString(value));
        super.addIntHeader(name, value);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            stream = new CommittingStream(super.getOutputStream());
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new PrintWriter(new CommittingWriter(super.getWriter()));
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        beforeCommit();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        beforeCommit();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        beforeCommit();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        beforeCommit();
        super.sendRedirect(location);
    }

    /** This and the next two: Servlet 6.1 (Tomcat 11); on Tomcat 10.1 nobody calls them. */
    public void sendRedirect(String location, int status) throws IOException {
        beforeCommit();
        super.sendRedirect(location, status);
    }

    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        beforeCommit();
        super.sendRedirect(location, clearBuffer);
    }

    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        beforeCommit();
        super.sendRedirect(location, status, clearBuffer);
    }

    @Override
    public void reset() {
        super.reset();
        forget();
        length = UNKNOWN;
        stream = null;
        writer = null;
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    private void forget() {
        written = 0;
        savedSinceCommitted = false;
    }

    /** Counts what goes into the response's own stream. */
    private final class CommittingStream extends ServletOutputStream {

        private final ServletOutputStream out;

        CommittingStream(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            beforeWriting(1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            beforeWriting(length);
            out.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            beforeCommit();
            out.flush();
        }

        @Override
        public void close() throws IOException {
            beforeCommit();
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }

    /** Counts what goes into the response's own writer. */
    private final class CommittingWriter extends Writer {

        private final PrintWriter out;

        CommittingWriter(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void write(char[] chars, int from, int length) {
            beforeWriting((long) length * BYTES_A_CHAR);
            out.write(chars, from, length);
        }

        @Override
        public void write(String text, int from, int length) {
            beforeWriting((long) length * BYTES_A_CHAR);
            out.write(text, from, length);
        }

        @Override
        public void flush() {
            beforeCommit();
            out.flush();
        }

        @Override
        public void close() {
            beforeCommit();
            out.close();
        }
    }
}
