package org.vedfolnir.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.vedfolnir.session.admin.Shares;

/**
 * Resolves host names on its own threads. Java cannot cancel a look-up, so if a caller stops waiting, the thread continues until the operating system
 * gives up. It keeps its permit until then: slow name servers hold a limited number of threads, and the look-ups of one user a smaller number.
 * Thread-safe.
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

    /** A look-up for one user; its thread can be interrupted. */
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

    /** The number of running look-ups, including those whose caller has stopped waiting. */
    int inUse() {
        return places.inUse();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** All permits are in use, or all permits of this user. The message is the host name. */
    static final class BusyLookupException extends UnknownHostException {

        private static final long serialVersionUID = 1;

        private BusyLookupException(String host) {
            super(host);
        }
    }
}
