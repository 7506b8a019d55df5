package org.vedfolnir.session.work;

import org.jspecify.annotations.Nullable;

/** The steps of a request, written in a test. */
@FunctionalInterface
public interface Work {

    /** @return the response as text; null if the work writes it itself */
    @Nullable
    Object in(Exchange exchange) throws Exception;
}
