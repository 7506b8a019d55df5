package org.vedfolnir.session.operation;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanException;
import javax.management.Notification;
import org.apache.catalina.session.ManagerBase;
import org.apache.tomcat.util.modeler.BaseModelMBean;
import org.vedfolnir.session.engine.health.StoreCondition;
import org.vedfolnir.session.engine.health.StoreState;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.metrics.Readings;
import org.vedfolnir.session.registry.ClusterSessionRegistry;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.meter.Latency;
import org.vedfolnir.session.store.meter.StoreCount;

/**
 * The MBean of a manager: Tomcat's own attributes and operations, and ours. Tomcat's modeler creates it, since {@code
 * mbeans-descriptors.xml} names this class; it asks this object for an attribute first, then the manager. No attribute throws
 * while the store is down. Sends a notification when the store's state changes: {@value #TYPE} and the state, or {@code
 * recovered}. Thread-safe once it is registered.
 */
public final class ManagerMBean extends BaseModelMBean {

    /** Beginning of the types of notifications. */
    static final String TYPE = "org.vedfolnir.session.store.";

    /** Shown for a number of sessions that is not known, since the store does not answer. */
    static final int UNKNOWN = -1;

    private final AtomicLong sequence = new AtomicLong();

    @Override
    public void setManagedResource(Object resource, String type) throws InstanceNotFoundException, MBeanException {
        super.setManagedResource(resource, type);
        manager().onStoreChange(this::tell);
    }

    private OperatedManager manager() {
        return (OperatedManager) resource;
    }

    private Readings readings() {
        return new Readings(manager());
    }

    /** Runs on the thread that noticed the change. */
    private void tell(StoreCondition now) {
        var isUp = now.state() == StoreState.UP;
        var type = TYPE + (isUp ? "recovered" : now.state().name().toLowerCase(Locale.ROOT));
        var message = isUp
                ? "The session store is UP again."
                : "The session store is " + now.state() + ": " + String.join(" ", now.reasons());
        try {
            sendNotification(new Notification(
                    type, getJmxName(), sequence.incrementAndGet(), now.since().toEpochMilli(), message));
        } catch (MBeanException e) {
            throw new IllegalStateException(e); // it is declared, and never thrown
        }
    }

    /** Sessions of the cluster, {@value #UNKNOWN} while the store does not answer. A round trip. */
    public int getActiveSessions() {
        return asked(ManagerBase::getActiveSessions, UNKNOWN);
    }

    public int getActiveSessionsFull() {
        return getActiveSessions();
    }

    /** How many masters of those that have sessions answer; empty while none does. A round trip. */
    public String getActiveSessionsCoverage() {
        return asked(
                tomcat -> {
                    var running = manager().runtime().runningIfAny();
                    return running == null
                            ? ""
                            : running.store().index().count().coverage();
                },
                "");
    }

    private <T> T asked(Function<ManagerBase, T> question, T unknown) {
        try {
            return question.apply(readings().tomcat());
        } catch (StoreUnavailableException e) {
            return unknown;
        }
    }

    /** {@value #UNKNOWN} while the store does not answer: Tomcat adds the sessions of the cluster. A round trip. */
    public long getSessionCounter() {
        return asked(ManagerBase::getSessionCounter, (long) UNKNOWN);
    }

    public String getStoreState() {
        return readings().condition().state().name();
    }

    public String getStoreStateSince() {
        return readings().condition().since().toString();
    }

    public String[] getStoreStateReasons() {
        return readings().condition().reasons().toArray(String[]::new);
    }

    public String[] getStoreConcerns() {
        return readings().concerns().stream().map(each -> each.sentence()).toArray(String[]::new);
    }

    public String[] getStoreServers() {
        return readings().servers().stream()
                .map(each -> each.place() + ": " + (each.isOpen() ? "open" : "closed"))
                .toArray(String[]::new);
    }

    private Latency latency() {
        return readings().latency();
    }

    public long getRoundTrips() {
        return latency().count();
    }

    public double getRoundTripSumMillis() {
        return StoreExamination.millis(latency().sum());
    }

    public double getRoundTripP50Millis() {
        return StoreExamination.millis(latency().percentile(0.5));
    }

    public double getRoundTripP95Millis() {
        return StoreExamination.millis(latency().percentile(0.95));
    }

    public double getRoundTripP99Millis() {
        return StoreExamination.millis(latency().percentile(0.99));
    }

    public double getRoundTripMaxMillis() {
        return StoreExamination.millis(latency().longest());
    }

    private long count(StoreCount what) {
        return readings().count(what);
    }

    public long getTimedOutCalls() {
        return count(StoreCount.TIMED_OUT);
    }

    public long getUnconnectedCalls() {
        return count(StoreCount.NOT_CONNECTED);
    }

    public long getRefusedCalls() {
        return count(StoreCount.REFUSED);
    }

    public long getDeniedCalls() {
        return count(StoreCount.DENIED);
    }

    public long getRetriedCalls() {
        return count(StoreCount.RETRIED);
    }

    public long getRedirectedCalls() {
        return count(StoreCount.REDIRECTED);
    }

    public long getUnchangedOpens() {
        return count(StoreCount.OPENED_UNCHANGED);
    }

    public long getChangedOpens() {
        return count(StoreCount.OPENED_CHANGED);
    }

    public long getGoneOpens() {
        return count(StoreCount.OPENED_GONE);
    }

    public long getSaves() {
        return count(StoreCount.SAVED);
    }

    public long getSaveConflicts() {
        return count(StoreCount.CONFLICT);
    }

    public long getSentBytes() {
        return count(StoreCount.BYTES_SENT);
    }

    public long getReadBytes() {
        return count(StoreCount.BYTES_READ);
    }

    public long getStoredCreations() {
        return count(StoreCount.CREATED);
    }

    public long getFailedCreations() {
        return count(StoreCount.CREATION_FAILED);
    }

    /** {@code "SIGNED_OUT: 3"}, for each reason. */
    public String[] getEndedSessions() {
        return readings().ended().entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .toArray(String[]::new);
    }

    public long getUnavailableResponses() {
        return readings().unavailableResponses();
    }

    public int getCachedSessionsNow() {
        return readings().cache().sessions();
    }

    public long getCachedBytesNow() {
        return readings().cache().bytes();
    }

    public long getWaitingEventBytes() {
        return readings().events().bytes();
    }

    public long getUnreportedEvents() {
        return readings().events().missing();
    }

    /** @return whether there was such a session */
    public boolean endSession(String reference) {
        return done(() -> {
            var tomcat = readings().tomcat();
            if (tomcat.getCreationTimestamp(reference) < 0) {
                return false;
            }
            tomcat.expireSession(reference);
            return true;
        });
    }

    /** @return how many sessions this call ended */
    public int endSessionsOfUser(String user) {
        return done(() -> registry().endAll(user, "", EndReason.ENDED_BY_OPERATOR));
    }

    public String[] examineStore() {
        return new StoreExamination(manager()).lines().toArray(String[]::new);
    }

    public String reloadKeys() {
        var keys = manager().keysIfAny();
        if (keys == null) {
            throw notRunning();
        }
        var wrong = keys.refresh();
        var names = names(keys.current().names());
        return wrong.map(why -> "Not taken: " + why + " This node goes on with " + names + ".")
                .orElse("This node has " + names + ".");
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "no keys" : "the keys " + String.join(", ", names);
    }

    private ClusterSessionRegistry registry() {
        var registry = manager().registryIfAny();
        if (registry == null) {
            throw notRunning();
        }
        return registry;
    }

    private static IllegalStateException notRunning() {
        return new IllegalStateException("The session manager does not run. See the log for what stopped it.");
    }

    /** Clients of JMX do not have the classes of our exceptions. */
    private static <T> T done(Supplier<T> step) {
        try {
            return step.get();
        } catch (StoreUnavailableException e) {
            throw new IllegalStateException(e.getMessage());
        }
    }
}
