package org.vedfolnir.web;

import jakarta.servlet.ServletException;

/** Says in one sentence why the application does not start, and leaves out the stack trace, which says nothing. */
final class CannotStartException extends ServletException {

    private static final long serialVersionUID = 1;

    CannotStartException(String sentence) {
        super(sentence);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
