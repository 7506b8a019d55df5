package org.vedfolnir.web;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.ClientNetwork;

/** A client's address, shortened to the network that it is in: enough to recognize a place, too little to find a person. */
public final class ClientAddress {

    private ClientAddress() {}

    /** As {@link ClientNetwork#of}. */
    public static String shortened(@Nullable String address) {
        return ClientNetwork.of(address);
    }
}
