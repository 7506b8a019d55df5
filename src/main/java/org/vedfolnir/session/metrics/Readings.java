package org.vedfolnir.session.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.catalina.session.ManagerBase;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.cache.CacheUse;
import org.vedfolnir.session.engine.health.StoreCondition;
import org.vedfolnir.session.engine.health.StoreState;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.http.runtime.RunningStore;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.EventBacklog;
import org.vedfolnir.session.store.diagnosis.StoreServer;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.meter.Latency;
import org.vedfolnir.session.store.meter.StoreCount;

/**
 * The figures of one manager on this node. Each is available while the store is down and while the manager does not run;
 * only {@link #liveSessions} queries the store. Thread-safe.
 */
public record Readings(MeteredManager manager) {

    private static final StoreCondition STOPPED =
            new StoreCondition(StoreState.DOWN, Instant.EPOCH, List.of("The session manager does not run."));

    private @Nullable RunningStore running() {
        return manager.runtime().runningIfAny();
    }

    private @Nullable Store store() {
        var running = running();
        return running == null ? null : running.store();
    }

    /** The path of the application's context, with its version: {@code /shop##2}; {@code /} for the root. */
    public String application() {
        var name = manager.runtime().context().getName();
        return name.isEmpty() ? "/" : name;
    }

    /** The name of its virtual host. */
    public String host() {
        var host = manager.runtime().context().getParent();
        return host == null ? "" : host.getName();
    }

    /** Tomcat's own counts. */
    public ManagerBase tomcat() {
        return manager.runtime().manager();
    }

    public long count(StoreCount what) {
        return manager.runtime().meters().sum(what);
    }

    public Latency latency() {
        return manager.runtime().meters().latency();
    }

    public Map<EndReason, Long> ended() {
        return manager.runtime().meters().ended();
    }

    public long unavailableResponses() {
        return manager.runtime().unavailableResponses().sum();
    }

    public StoreCondition condition() {
        var monitor = manager.monitorIfAny();
        return monitor == null ? STOPPED : monitor.condition();
    }

    public List<StoreServer> servers() {
        var store = store();
        return store == null ? List.of() : store.diagnostics().servers();
    }

    /** As of the last check of the store. */
    public List<Concern> concerns() {
        var monitor = manager.monitorIfAny();
        return monitor == null ? List.of() : monitor.last().concerns();
    }

    /** As of the last check of the store. */
    public EventBacklog events() {
        var monitor = manager.monitorIfAny();
        return monitor == null ? EventBacklog.NONE : monitor.last().events();
    }

    public CacheUse cache() {
        var running = running();
        return running == null ? CacheUse.NONE : running.engine().cacheUse();
    }

    public long droppedAttributes() {
        return manager.runtime().droppedAttributes().sum();
    }

    public long localAttributes() {
        var parts = manager.runtime().componentsIfAny();
        return parts == null ? 0 : parts.localAttributes().size();
    }

    public long lostChanges() {
        return manager.runtime().overwrittenChanges().total();
    }

    public long unreplicatedWrites() {
        var store = store();
        return store == null ? 0 : store.diagnostics().unreplicatedWrites();
    }

    public long endedAgain() {
        return manager.getEndedAgain();
    }

    /** Returns the number of the cluster's sessions: a round trip. Empty if the store does not answer. */
    public OptionalLong liveSessions() {
        var store = store();
        if (store == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(store.index().count().sessions());
        } catch (StoreUnavailableException e) {
            return OptionalLong.empty();
        }
    }
}
