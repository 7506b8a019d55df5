package org.vedfolnir.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a name for a connection that is about to be made, and refuses addresses out of reach. The connection goes to what this answers: a name that
 * has another address a moment later is never asked again (DNS rebinding). One refused address is enough: whoever mixes them means no good.
 */
record CheckedResolver(Lookup lookup, Reach reach, boolean encrypted) implements DnsResolver {

    /** Finds a name's addresses. */
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = lookup.addresses(host);
        for (var address : addresses) {
            if (!reach.allows(address, encrypted)) {
                throw new ForbiddenAddressException(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
