package org.vedfolnir.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a host name for a connection that is about to be opened, and rejects forbidden addresses. The connection uses exactly the returned
 * addresses, so a name that changes its address a moment later has no effect (DNS rebinding). One forbidden address rejects the name.
 */
record PolicyDnsResolver(Lookup lookup, AddressPolicy policy, boolean encrypted) implements DnsResolver {

    /** Looks up the addresses of a name. */
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = lookup.addresses(host);
        for (var address : addresses) {
            if (!policy.allows(address, encrypted)) {
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
