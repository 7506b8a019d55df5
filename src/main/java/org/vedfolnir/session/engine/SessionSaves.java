package org.vedfolnir.session.engine;

import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.part.PartPlan;
import org.vedfolnir.session.engine.part.PartRepository;
import org.vedfolnir.session.engine.part.SizeLimit;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SessionWrite;

/**
 * Writes the changes of requests to the store: decides which attributes become parts, checks the sizes, and caches what
 * was saved. Thread-safe.
 *
 * @param copies of this node
 * @param overwritten counts the changes that saves replace unseen
 * @param clock the time of a session's last use
 */
record SessionSaves(
        SessionStore store,
        DocumentCodec codec,
        SessionCopies copies,
        SessionEngine.Limits limits,
        PartRepository parts,
        OverwrittenChanges overwritten,
        InstantSource clock) {

    /**
     * Returns the save of one change.
     *
     * @param read the document that the request used
     * @param users returns the session's user from the merged document
     */
    VersionedChange<SessionLimitReachedException> of(SessionChange change, SessionDocument read, UserOf users) {
        return new Save(change, read, users);
    }

    private final class Save implements VersionedChange<SessionLimitReachedException> {

        private final SessionChange change;
        private final SessionDocument read;
        private final UserOf users;
        private @Nullable PartPlan plan;

        Save(SessionChange change, SessionDocument read, UserOf users) {
            this.change = change;
            this.read = read;
            this.users = users;
        }

        @Override
        public SessionDocument over(SessionDocument base) {
            var next = parts.reseal(change.currentId(), change.over(base, clock.instant()));
            var planned = PartPlan.of(next, base.parts(), limits.part(), codec);
            SizeLimit.check(planned.document(), base, change.attributes(), limits.session());
            plan = planned;
            return planned.document();
        }

        @Override
        public SaveResult save(SessionDocument base, DocumentTag tag, SessionDocument next)
                throws SessionLimitReachedException {
            var planned = Objects.requireNonNull(plan);
            var write = write(base, tag, next, planned);
            var result = store.save(write);
            if (result instanceof SaveResult.Saved) {
                overwritten.note(change, read, base);
                saved(planned, write.document());
            } else if (result instanceof SaveResult.Gone) {
                copies.forget(change.id());
            } else if (result instanceof SaveResult.Full full) {
                throw new SessionLimitReachedException(Objects.requireNonNull(write.user()), full);
            }
            return result;
        }

        private SessionWrite write(SessionDocument base, DocumentTag tag, SessionDocument next, PartPlan planned) {
            var owner = users.of(next);
            var former = base.version() == 0 ? null : users.of(base);
            return new SessionWrite(
                    change.id(),
                    change.formerId(),
                    base.version(),
                    tag,
                    codec.encode(next, copies.key().apply(change.id())),
                    next.idle(),
                    next.until(),
                    owner,
                    former,
                    owner == null || owner.equals(former) ? 0 : limits.sessionsPerUser(),
                    next.handle(),
                    planned.changes(codec),
                    !Objects.equals(next.authentication(), base.authentication()),
                    change.events());
        }

        private void saved(PartPlan planned, byte[] document) {
            var saved = CachedDocument.of(planned.document(), document).with(planned.values());
            if (change.formerId() != null) {
                var former = copies.get(change.formerId());
                copies.forget(change.formerId());
                saved = former == null ? saved : saved.with(former.values());
            }
            copies.put(change.id(), saved);
        }
    }
}
