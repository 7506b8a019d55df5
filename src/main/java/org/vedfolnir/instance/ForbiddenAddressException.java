package org.vedfolnir.instance;

import java.net.UnknownHostException;

/** A name leads to an address that no connection may be made to. The message is the name. */
final class ForbiddenAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    ForbiddenAddressException(String host) {
        super(host);
    }
}
