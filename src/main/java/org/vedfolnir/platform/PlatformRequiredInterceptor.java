package org.vedfolnir.platform;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Runs a method with {@link PlatformRequired} only if there is a current connection. Serializable, so that passivating beans can have it (CDI 4.0
 * §6.6.4).
 */
@Interceptor
@PlatformRequired
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class PlatformRequiredInterceptor implements Serializable {

    private static final long serialVersionUID = 1;

    @Inject
    @SuppressWarnings("serial") // CDI's proxy is serializable (CDI 4.0 §5.4)
    PlatformContext platform;

    @AroundInvoke
    @Nullable
    Object call(InvocationContext invocation) throws Exception {
        platform.require();
        return invocation.proceed();
    }
}
