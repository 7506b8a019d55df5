package org.vedfolnir.session.request;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.CurrentRequest;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * What has failed for a request, so that its answer is 503 or an error whatever the application made of the exception. Used by one thread at
 * a time.
 */
abstract class FallibleRequest implements CurrentRequest {

    private @Nullable StoreUnavailableException outage;
    private @Nullable StoreUnavailableException earlyOutage;
    private @Nullable StoreUnavailableException silence;
    /** What could not be stored: the application may have passed over it, but the answer must not say that it was. */
    private @Nullable RuntimeException refusal;

    /** The request of the application from which this one has crossed into another; null for none. */
    abstract @Nullable FallibleRequest outer();

    /** For what the answer is 503; null for nothing. */
    @Nullable
    StoreUnavailableException outage() {
        return outage;
    }

    /** Why this request does not ask the store any more: it waited once, and got no answer. Stays when a 503 was answered, for its page. */
    @Nullable
    public StoreUnavailableException silence() {
        return silence;
    }

    /** An application into which the request crossed fails for the one that it came from as well. */
    @Override
    public void failed(StoreUnavailableException failure) {
        if (outage == null) {
            outage = failure;
        }
        if (!failure.isSaidByTheStore()) {
            silence = failure;
        }
        var outer = outer();
        if (outer != null) {
            outer.failed(failure);
        }
    }

    /** What has failed was made good: the request continues. */
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

    /** The store failed while nobody could answer 503 yet. */
    void failedEarly(StoreUnavailableException failure) {
        earlyOutage = failure;
    }

    boolean hasFailedEarly() {
        return earlyOutage != null;
    }

    /** @throws StoreUnavailableException when the store failed before somebody could answer 503, which somebody can by now */
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

    /** The answer was sent: what follows it, such as an error page, must not fail of the same. */
    void forgetOutage() {
        outage = null;
    }

    void forgetRefusal() {
        refusal = null;
    }
}
