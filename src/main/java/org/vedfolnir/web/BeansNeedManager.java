package org.vedfolnir.web;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Without the session manager there are no beans. TomEE starts CDI before {@link ManagerRequired} can name what is missing, and beans without the classes
 * of the manager would stop it with stack traces.
 */
public final class BeansNeedManager implements Extension {

    private final boolean missing = !ManagerRequired.finds(SessionRegistry.ATTRIBUTE);

    void veto(@Observes ProcessAnnotatedType<?> type) {
        if (missing && type.getAnnotatedType().getJavaClass().getName().startsWith("org.vedfolnir.")) {
            type.veto();
        }
    }
}
