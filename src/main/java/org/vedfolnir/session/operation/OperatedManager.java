package org.vedfolnir.session.operation;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.ReloadingKeyRing;
import org.vedfolnir.session.engine.health.StoreCondition;
import org.vedfolnir.session.metrics.MeteredManager;
import org.vedfolnir.session.registry.ClusterSessionRegistry;

/** A manager that operators work with, before its start and after its stop as well. Thread-safe. */
public interface OperatedManager extends MeteredManager {

    /** Null while the manager does not run. */
    @Nullable
    ClusterSessionRegistry registryIfAny();

    /** Null while the manager does not run. */
    @Nullable
    ReloadingKeyRing keysIfAny();

    /** Sets the listener for each change of the store's state, called on the thread that notices it; replaces the previous one. */
    void onStoreChange(Consumer<StoreCondition> listener);

    /** Returns the managers of ours in a context, or in all contexts of a host or an engine. */
    static List<OperatedManager> in(Container container) {
        if (container instanceof Context context) {
            return context.getManager() instanceof OperatedManager ours ? List.of(ours) : List.of();
        }
        return Arrays.stream(container.findChildren())
                .flatMap(child -> in(child).stream())
                .toList();
    }
}
