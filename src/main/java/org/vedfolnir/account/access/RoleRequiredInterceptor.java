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

/** Checks the role before the method runs. Serializable, so that session-scoped beans can have it. */
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

    /** The container calls this class for methods with the annotation, and for methods whose class or superclass has it. */
    private static Role required(InvocationContext call) {
        return Optional.ofNullable(call.getMethod().getAnnotation(RoleRequired.class))
                .or(() -> Optional.ofNullable(call.getTarget().getClass().getAnnotation(RoleRequired.class)))
                .map(RoleRequired::value)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "Neither " + call.getMethod()
                                        + " nor its class has @RoleRequired. Annotate one of them; a stereotype cannot carry the annotation."));
    }
}
