package org.vedfolnir.session.work;

import org.jspecify.annotations.Nullable;

/** What a request does, as a test says it. */
@FunctionalInterface
public interface Work {

    /** @return what is answered, as text; null where the work answers by itself */
    @Nullable
    Object in(Exchange exchange) throws Exception;
}
