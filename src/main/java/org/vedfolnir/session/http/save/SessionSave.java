package org.vedfolnir.session.http.save;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.AttributeChanges;
import org.vedfolnir.session.attribute.TrackedAttributes;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.attribute.access.AttributeSelection;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.SessionChange;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.http.runtime.ManagerRuntime;
import org.vedfolnir.session.store.SessionId;

/**
 * Saves one live session: prepares the changes, sends them with their events, and records what the store then has. If
 * requests share the session, one of them at a time does this. Thread-safe.
 */
public final class SessionSave {

    private final ManagerRuntime runtime;
    private final LiveState session;
    private final StoredState stored;
    private final TrackedAttributes attributes;
    private final SignOnMembership signOn;
    private final List<SessionEvent> pending = new ArrayList<>();

    private volatile int count;

    /** @param session to save */
    public SessionSave(
            ManagerRuntime runtime,
            LiveState session,
            StoredState stored,
            TrackedAttributes attributes,
            SignOnMembership signOn) {
        this.runtime = runtime;
        this.session = session;
        this.stored = stored;
        this.attributes = attributes;
        this.signOn = signOn;
    }

    /** Records an event together with the next changes. */
    public void record(SessionEvent event) {
        synchronized (pending) {
            pending.add(event);
        }
    }

    private List<SessionEvent> events() {
        synchronized (pending) {
            return List.copyOf(pending);
        }
    }

    public boolean hasEvents() {
        synchronized (pending) {
            return !pending.isEmpty();
        }
    }

    /** How often the session was saved. */
    public int count() {
        return count;
    }

    /** Whether there is certainly nothing to save besides the attributes. */
    public boolean isUntouched() {
        var known = stored.document();
        return stored.isUnder(session.getIdInternal())
                && !hasEvents()
                && !session.isLoginChanged()
                && signOn.change() == null
                && session.idle() == known.idle()
                && Objects.equals(session.authentication(), known.authentication());
    }

    /** Collects what has to be saved now. */
    public PreparedSave prepare(AttributeSelection mine) {
        for (var name : attributes.dropped()) {
            record(new SessionEvent.AttributeDropped(name));
            runtime.droppedAttributes().increment();
        }
        var known = stored.document();
        var as = session.getIdInternal();
        var now = stored.place(as, runtime);
        var place = stored.id();
        var former = place == null || place.equals(now) ? null : place;
        var authentication = session.authentication();
        var authenticated = !Objects.equals(authentication, known.authentication());
        var idle = session.idle() == known.idle() ? null : session.idle();
        var login = session.isLoginChanged() ? session.pendingLogin() : known.pendingLogin();
        var loggingIn = !Objects.equals(login, known.pendingLogin());
        var events = events();
        var savedAnyway =
                place == null || former != null || idle != null || authenticated || loggingIn || !events.isEmpty();
        var changed = attributes.changes(mine, savedAnyway);
        var change = new SessionChange(
                now,
                former,
                changed.written(),
                changed.onlyOver(),
                idle,
                authenticated,
                authentication,
                loggingIn,
                login,
                signOn.change(),
                events.isEmpty() ? List.of() : events.stream().map(this::event).toList());
        return new PreparedSave(change, changed, as, events.size(), place != null);
    }

    /** Creates an event of this session in its current state. */
    public NewEvent event(SessionEvent event) {
        return runtime.events()
                .event(
                        event,
                        stored.handle(),
                        runtime.components().values().userOf(attributes::get, session.authentication()));
    }

    /** @return the document as it was saved; empty if the session has ended */
    public Optional<SessionDocument> send(PreparedSave prepared) {
        attributes.send(prepared.attributes());
        try {
            return runtime.persistence().save(prepared.change(), prepared.read());
        } catch (RuntimeException | Error e) {
            attributes.sendNothing();
            throw e;
        }
    }

    /** Nothing has to be saved; some values may stay on this node. */
    public void settle(PreparedSave prepared, Supplier<List<AccessedAttributes>> holders) {
        if (prepared.attributes().local() != AttributeChanges.Local.NOTHING) {
            keepHere(prepared, stored.id());
            attributes.settle(prepared.attributes(), holders);
        }
    }

    private void keepHere(PreparedSave prepared, @Nullable SessionId place) {
        var local = prepared.attributes().local();
        runtime.localAttributes().change(stored.handle(), place, local.values(), local.gone());
        runtime.localAttributes().logOnce(local.reasons());
    }

    /**
     * Records what the store has after a save.
     *
     * @param holders requests that continue; computed under the attributes' monitor
     * @return whether the store did not have the session before
     */
    public boolean adopt(SessionDocument saved, PreparedSave prepared, Supplier<List<AccessedAttributes>> holders) {
        var fresh = stored.id() == null;
        var place = prepared.change().id();
        runtime.overwrittenChanges().note(prepared.attributes().lost());
        synchronized (attributes) {
            // a lower version is right if the store lost some; otherwise another request may have found a later one
            // since
            var known = stored.document();
            var newest = known == prepared.read() || saved.version() > known.version() ? saved : known;
            attributes.rebase(newest, prepared.attributes(), holders.get());
            stored.replace(newest);
        }
        stored.move(place, prepared.id());
        runtime.containerAttributes().saved(stored.handle(), place);
        if (prepared.change().authenticationChanged()) {
            runtime.localAttributes().keepPrincipal(stored.handle(), place, session.principalOfThisNode());
        }
        keepHere(prepared, place);
        session.loginSaved(saved.pendingLogin());
        synchronized (pending) {
            pending.subList(0, prepared.events()).clear();
        }
        count++; // last: a request that prepared its save earlier prepares it again
        return fresh;
    }
}
