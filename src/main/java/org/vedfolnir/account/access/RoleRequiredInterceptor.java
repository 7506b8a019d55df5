package org.vedfolnir.account.access;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.util.Optional;
import org.vedfolnir.account.Role;
import org.vedfolnir.account.SessionContext;

/** Asks for the role before the method runs. Serializable, so that beans of a session may have it. */
@Interceptor
@RoleRequired(Role.VIEWER)
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class RoleRequiredInterceptor implements Serializable {

    private static final long serialVersionUID = 1;

    @Inject
    SessionContext session;

    @AroundInvoke
    Object check(InvocationContext call) throws Exception {
        session.requireRole(required(call));
        return call.proceed();
    }

    /** The container calls this class for a method that has the annotation, or whose class or superclass has it. */
    private static Role required(InvocationContext call) {
        return Optional.ofNullable(call.getMethod().getAnnotation(RoleRequired.class))
                .or(() -> Optional.ofNullable(call.getTarget().getClass().getAnnotation(RoleRequired.class)))
                .map(RoleRequired::value)
                .orElseThrow(() -> new IllegalStateException("No @RoleRequired is on " + call.getMethod()
                        + " nor on its class. A stereotype cannot carry it."));
    }
}
