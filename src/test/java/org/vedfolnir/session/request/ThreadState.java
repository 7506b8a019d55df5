package org.vedfolnir.session.request;

/** What requests have left on the current thread. */
public final class ThreadState {

    private ThreadState() {}

    /** Whether the thread is inside a request, of any manager. */
    public static boolean hasScope() {
        return RequestScopes.anyOnThisThread();
    }

    /** Whether a valve's lookup is kept for a request that has not begun, of any manager. */
    public static boolean hasLookup() {
        return EarlyLookups.anyOnThisThread();
    }
}
