package org.vedfolnir.session.cli.sessions;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vedfolnir.session.cli.console.Progress;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.UserOf;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.StoredSession;

/**
 * Reads the sessions of an application page by page, in the order of their ends, without using them: their ends do not
 * move. A page takes two round trips. A session that is used meanwhile moves back in that order, and one behind it may
 * be skipped. For one thread.
 */
public final class SessionReader {

    private static final int PAGE = 100;

    private final Store store;
    private final String keyPrefix;
    private final DocumentCodec codec;
    private final UserOf users;

    public SessionReader(Store store, Target target) {
        this.store = store;
        this.keyPrefix = target.settings().store().keyPrefix();
        this.codec = target.codec();
        this.users = target.users();
    }

    /** Returns about how many sessions there are. */
    public long count() {
        return store.index().count().sessions();
    }

    /** Returns the document of each session. */
    public Stream<byte[]> documents(Progress progress) {
        return pages(progress).flatMap(this::stored).map(found -> found.stored().document());
    }

    Stream<SessionRow> all(Progress progress) {
        return pages(progress).flatMap(this::stored).map(this::row);
    }

    Stream<SessionRow> ofUser(String user) {
        var ids = store.index().sessionsOf(user);
        return IntStream.iterate(0, from -> from < ids.size(), from -> from + PAGE)
                .mapToObj(from -> ids.subList(from, Math.min(ids.size(), from + PAGE)))
                .flatMap(this::stored)
                .map(this::row)
                .filter(row -> user.equals(row.user()));
    }

    /** Returns the session of that reference or handle. */
    Optional<SessionRow> named(String name, Progress progress) {
        return name.length() == Reference.LENGTH
                ? pages(progress)
                        .flatMap(List::stream)
                        .filter(id -> id.reference().equals(name))
                        .findFirst()
                        .flatMap(id -> stored(List.of(id)).findFirst())
                        .map(this::row)
                : all(progress)
                        .filter(row -> row.document() != null
                                && row.document().handle().equals(name))
                        .findFirst();
    }

    private Stream<List<SessionId>> pages(Progress progress) {
        return Stream.iterate(0, from -> from + PAGE)
                .map(from -> store.index().list(from, PAGE))
                .takeWhile(page -> !page.isEmpty())
                .map(new WithoutPrevious()::ids)
                .peek(page -> progress.add(page.size()));
    }

    /**
     * A session that ended moves the others forward, and one that is used moves it back: a page may repeat some of the
     * previous one.
     */
    private static final class WithoutPrevious {
        private Set<SessionId> previous = Set.of();

        List<SessionId> ids(List<SessionId> page) {
            var fresh = page.stream().filter(id -> !previous.contains(id)).toList();
            previous = new HashSet<>(page);
            return fresh;
        }
    }

    private record Found(SessionId id, StoredSession stored) {}

    /** Returns those that are live, in their order. */
    private Stream<Found> stored(List<SessionId> page) {
        var stored = store.index().peek(page);
        return page.stream().flatMap(id -> Stream.ofNullable(stored.get(id)).map(each -> new Found(id, each)));
    }

    private SessionRow row(Found found) {
        var stored = found.stored();
        try {
            var document =
                    codec.decode(stored.document(), keyPrefix + found.id().value());
            return new SessionRow(found.id(), stored, document, "", users.of(document));
        } catch (UnreadableDocumentException e) {
            return new SessionRow(found.id(), stored, null, e.reason().name(), null);
        }
    }
}
