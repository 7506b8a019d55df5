package org.vedfolnir.session.request.body;

import java.io.IOException;

/** A body without an announced length is larger than allowed. */
final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1;

    BodyTooLargeException() {
        super("The body is larger than the valve's attribute 'largest' allows.");
    }
}
