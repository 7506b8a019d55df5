package org.vedfolnir.web.page;

import jakarta.faces.FacesException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.event.AbortProcessingException;

/**
 * Throws the failure of an action to the filters, which answer it, or to the container, which logs it. MyFaces would log it in any case, with a stack
 * trace, even if a filter answers 403. Thread-safe.
 */
public final class ActionFailureFactory extends ExceptionHandlerFactory {

    public ActionFailureFactory(ExceptionHandlerFactory wrapped) {
        super(wrapped);
    }

    @Override
    public ExceptionHandler getExceptionHandler() {
        return new Thrown(getWrapped().getExceptionHandler());
    }

    private static final class Thrown extends ExceptionHandlerWrapper {

        Thrown(ExceptionHandler wrapped) {
            super(wrapped);
        }

        @Override
        public void handle() {
            for (var events = getUnhandledExceptionQueuedEvents().iterator(); events.hasNext(); ) {
                var thrown = events.next().getContext().getException();
                if (thrown instanceof AbortProcessingException) {
                    continue; // the wrapped handler logs it
                }
                events.remove();
                var root = getRootCause(thrown);
                var cause = root == null ? thrown : root;
                throw cause instanceof FacesException known ? known : new FacesException(cause.getMessage(), cause);
            }
            super.handle();
        }
    }
}
