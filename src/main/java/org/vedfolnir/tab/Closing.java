package org.vedfolnir.tab;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Ends a stream whose time is over, or whose reader has gone. */
record Closing(EventStream stream) implements AsyncListener {

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
        // nobody starts it again
    }
}
