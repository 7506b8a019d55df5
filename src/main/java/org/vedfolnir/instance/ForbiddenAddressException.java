package org.vedfolnir.instance;

import java.net.UnknownHostException;

/** A host name resolves to a forbidden address. The message is the host name. */
final class ForbiddenAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    ForbiddenAddressException(String host) {
        super(host);
    }
}
