package org.vedfolnir.session.request;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.CurrentRequest;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * The failures of a request, so that its response is 503 or an error even if the application caught the exception. Used
 * by one thread at a time.
 */
abstract class FallibleRequest implements CurrentRequest {

    private @Nullable StoreUnavailableException outage;
    private @Nullable StoreUnavailableException earlyOutage;
    private @Nullable StoreUnavailableException silence;
    /**
     * What could not be stored. The application may have ignored the exception, but the response must not report
     * success.
     */
    private @Nullable RuntimeException refusal;

    /** Returns the request of the application that dispatched to this one; null if there is none. */
    abstract @Nullable FallibleRequest outer();

    /** Returns the outage that makes the response a 503; null if there is none. */
    @Nullable
    StoreUnavailableException outage() {
        return outage;
    }

    /**
     * Returns why this request no longer asks the store: it waited once without a reply. Remains after the 503, for the
     * error page.
     */
    @Nullable
    public StoreUnavailableException silence() {
        return silence;
    }

    /** A failure in an application also fails the request of the application that dispatched to it. */
    @Override
    public void failed(StoreUnavailableException failure) {
        if (outage == null) {
            outage = failure;
        }
        if (!failure.isReply()) {
            silence = failure;
        }
        var outer = outer();
        if (outer != null) {
            outer.failed(failure);
        }
    }

    /** The failure was resolved: the request continues. */
    @Override
    public void recovered(StoreUnavailableException failure) {
        if (Objects.equals(outage, failure)) {
            outage = null;
            silence = null;
        }
        var outer = outer();
        if (outer != null) {
            outer.recovered(failure);
        }
    }

    /** The store failed before a 503 was possible. */
    void failedEarly(StoreUnavailableException failure) {
        earlyOutage = failure;
    }

    boolean hasFailedEarly() {
        return earlyOutage != null;
    }

    /** @throws StoreUnavailableException if the store failed before a 503 was possible; now it is */
    void throwEarlyOutage() {
        if (earlyOutage != null) {
            failed(earlyOutage);
            throw earlyOutage;
        }
    }

    /** Each further save of this request fails in the same way. */
    void refused(RuntimeException failure) {
        refusal = failure;
    }

    void throwFailure() {
        if (outage != null) {
            throw outage;
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /** The response was sent: an error page after it must not fail again for the same reason. */
    void forgetOutage() {
        outage = null;
    }

    void forgetRefusal() {
        refusal = null;
    }
}
