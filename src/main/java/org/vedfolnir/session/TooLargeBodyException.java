package org.vedfolnir.session;

import java.io.IOException;

/** A body without an announced length turned out to be larger than allowed. */
final class TooLargeBodyException extends IOException {

    private static final long serialVersionUID = 1;

    TooLargeBodyException() {
        super("The body is larger than the valve's attribute 'largest' allows.");
    }
}
