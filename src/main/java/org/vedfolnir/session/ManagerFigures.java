package org.vedfolnir.session;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.catalina.DistributedManager;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.DrainState;
import org.vedfolnir.session.admin.MetricsSource;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.engine.ReloadingKeyRing;
import org.vedfolnir.session.engine.health.StoreCondition;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.operation.Draining;
import org.vedfolnir.session.operation.ManagerMetrics;
import org.vedfolnir.session.operation.OperatedManager;
import org.vedfolnir.session.registry.ClusterSessionRegistry;
import org.vedfolnir.session.request.RequestScopes;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** What a manager shows to operators and to its application, besides what Tomcat's own has. Thread-safe. */
abstract class ManagerFigures extends ManagerAttributes implements DistributedManager, OperatedManager {

    final RequestScopes requests = new RequestScopes(this);
    final SessionRuntime runtime = requests.runtime();
    final LongAdder endedAgain = new LongAdder();
    volatile @Nullable RunningManager running;
    private volatile Consumer<StoreCondition> storeListener = change -> {};

    @Override
    public @Nullable StoreHealthMonitor monitorIfAny() {
        var known = running;
        return known == null ? null : known.monitor();
    }

    @Override
    public @Nullable ClusterSessionRegistry registryIfAny() {
        var known = running;
        return known == null ? null : known.registry();
    }

    @Override
    public @Nullable ReloadingKeyRing keysIfAny() {
        var known = running;
        return known == null ? null : known.keys();
    }

    @Override
    public void onStoreChange(Consumer<StoreCondition> listener) {
        storeListener = listener;
    }

    final void storeChanged(StoreCondition change) {
        storeListener.accept(change);
    }

    /**
     * Counts the sessions of the cluster, including expired ones that are not removed yet, without those that never
     * expire. A round trip. On Redis Cluster, counts those of the masters that answer: {@link
     * #getActiveSessionsCoverage}. Returns -1 while the store does not answer: Tomcat Manager would otherwise fail to list
     * all applications.
     */
    @Override
    public int getActiveSessions() {
        try {
            var active = super.getActiveSessions();
            setMaxActive(Math.max(active, getMaxActive()));
            return active;
        } catch (StoreUnavailableException e) {
            return -1;
        }
    }

    /** The same: each node's manager has all sessions of the cluster. */
    @Override
    public int getActiveSessionsFull() {
        return getActiveSessions();
    }

    /** Returns the references of at most ten thousand sessions of the cluster. */
    @Override
    public Set<String> getSessionIdsFull() {
        return sessions.keySet();
    }

    final @Nullable Store storeIfAny() {
        var known = runtime.runningIfAny();
        return known == null ? null : known.store();
    }

    final void publish(SessionRegistry registry) {
        var application = getContext().getServletContext();
        application.setAttribute(SessionRegistry.ATTRIBUTE, registry);
        application.setAttribute(MetricsSource.ATTRIBUTE, new ManagerMetrics(List.of(this)));
        Draining.of(getContext()).ifPresent(drain -> application.setAttribute(DrainState.ATTRIBUTE, drain));
    }

    final void withdraw() {
        var application = getContext().getServletContext();
        application.removeAttribute(SessionRegistry.ATTRIBUTE);
        application.removeAttribute(MetricsSource.ATTRIBUTE);
        application.removeAttribute(DrainState.ATTRIBUTE);
    }

    /** How many attributes this node could not decode, each counted once for its session. */
    public long getDroppedAttributes() {
        return runtime.droppedAttributes().sum();
    }

    /** How many changes of attributes the saves of this node replaced without having seen them. */
    public long getLostChanges() {
        return runtime.overwrittenChanges().total();
    }

    /**
     * The same by attribute, {@code "cart: 3"}, highest count first. JMX accepts no map from a bean without a
     * descriptor.
     */
    public String[] getLostChangesByName() {
        return lines(runtime.overwrittenChanges().byName());
    }

    /** How many attributes only this node has, because they cannot be serialized, or because a filter excludes them from the store. */
    public int getLocalAttributes() {
        var parts = runtime.componentsIfAny();
        return parts == null ? 0 : parts.localAttributes().size();
    }

    /** The same by name and class, {@code "cart (shop.Cart): 3"}. */
    public String[] getLocalAttributesByName() {
        var parts = runtime.componentsIfAny();
        return parts == null ? new String[0] : lines(parts.localAttributes().byName());
    }

    private static String[] lines(Map<String, ? extends Number> counts) {
        return counts.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .toArray(String[]::new);
    }

    /** How many events of the application were not kept since the store began, as of the last check. */
    public long getLostEvents() {
        var known = running;
        return known == null ? 0 : known.monitor().last().events().lost();
    }

    /** How many writes of this node no replica of Redis acknowledged in time, with {@code securityWrites} {@code replicated}. */
    public long getUnreplicatedWrites() {
        var store = storeIfAny();
        return store == null ? 0 : store.diagnostics().unreplicatedWrites();
    }

    /** How many sessions this node has ended again after a failover of Redis had restored them. */
    @Override
    public long getEndedAgain() {
        return endedAgain.sum();
    }

    /**
     * How many of the masters that have sessions answer a query for {@code activeSessions}: {@code "2 of 3"}. A round
     * trip.
     */
    public String getActiveSessionsCoverage() {
        var store = storeIfAny();
        return store == null ? "" : store.index().count().coverage();
    }
}
