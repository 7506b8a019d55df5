package org.vedfolnir.tab;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Ends a stream on timeout, or when its client has disconnected. */
record StreamTimeoutListener(EventStream stream) implements AsyncListener {

    @Override
    public void onTimeout(AsyncEvent event) {
        stream.end();
    }

    @Override
    public void onError(AsyncEvent event) {
        stream.onError(event.getThrowable());
    }

    @Override
    public void onComplete(AsyncEvent event) {
        stream.onError(new IllegalStateException("The stream is complete."));
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // the stream is started once
    }
}
