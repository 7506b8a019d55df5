package org.vedfolnir.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.vedfolnir.session.admin.Shares;

/**
 * Resolves host names on threads of its own. Java cannot cancel a lookup, so a caller that stops waiting leaves its thread behind until the operating system
 * gives up. Such a thread keeps its permit: slow name servers hold a limited number of threads, and those of one user a few of them. Thread-safe.
 */
final class BoundedDnsLookup implements AutoCloseable {

    private static final int AT_ONCE = 32;
    private static final int EACH = 4;

    private final PolicyDnsResolver.Lookup lookup;
    private final Shares places = new Shares(AT_ONCE, EACH);
    private final ExecutorService threads = Executors.newCachedThreadPool(BoundedDnsLookup::thread);

    BoundedDnsLookup(PolicyDnsResolver.Lookup lookup) {
        this.lookup = lookup;
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "looks-up-an-instance");
        thread.setDaemon(true);
        return thread;
    }

    /** A look-up for one person; its thread can be interrupted. */
    PolicyDnsResolver.Lookup of(String person) {
        return host -> addresses(person, host);
    }

    private InetAddress[] addresses(String person, String host) throws UnknownHostException {
        if (!places.tryAcquire(person)) {
            throw new BusyLookupException(host);
        }
        var found = threads.submit(() -> {
            try {
                return lookup.addresses(host);
            } finally {
                places.release(person);
            }
        });
        try {
            return found.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        } catch (ExecutionException e) {
            var unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    /** How many threads look something up now, for somebody who waits or for nobody any more. */
    int inUse() {
        return places.inUse();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** All places are taken, or all that one person may have. The message is the name. */
    static final class BusyLookupException extends UnknownHostException {

        private static final long serialVersionUID = 1;

        private BusyLookupException(String host) {
            super(host);
        }
    }
}
