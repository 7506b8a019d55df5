package org.vedfolnir.session.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.TestDocuments;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeyRingTest;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.VersionedDocuments.Contention;
import org.vedfolnir.session.engine.VersionedDocuments.Reseal;
import org.vedfolnir.session.engine.cache.CachedDocument;
import org.vedfolnir.session.engine.cache.DocumentCache;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.MemoryStore;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SignOnStore;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** Documents under an optimistic lock, on a store in memory. */
class VersionedDocumentsTest {

    private static final SessionId ID = new SessionId("a-document-of-this-test-000");
    private static final EncodedAttribute VALUE = new EncodedAttribute(null, "\"value\"");
    private static final String OLD = "old:" + KeyRingTest.key(1);
    private static final String NEW = "new:" + KeyRingTest.key(2);

    private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);
    private final SignOnStore store = new MemoryStore(new MemoryStore.Data(), clock::get, 0, 0, "reader").signOns();
    private final DocumentCache cache = new DocumentCache(10, 1 << 20);
    private final DocumentCodec plain = new DocumentCodec(KeySource.of(KeyRing.none()), "/");
    private final VersionedDocuments documents = documents(plain, (id, document) -> {
        throw new AssertionError("A plain document needs no new seal.");
    });
    private final SessionDocument first =
            TestDocuments.withVersion(SessionDocument.begin(0, 1_800_000, "handle", Instant.EPOCH), 1);

    @BeforeEach
    void store() {
        store(plain, first);
    }

    private VersionedDocuments documents(DocumentCodec codec, Reseal reseal) {
        return new VersionedDocuments(codec, cache, store::key, reseal, new Contention("This document", "Try again."));
    }

    private SaveResult store(DocumentCodec codec, SessionDocument next) {
        return store.save(ID, next.version() - 1, codec.encode(next, store.key(ID)), next.idle(), next.until());
    }

    private SessionDocument stored() throws UnreadableDocumentException {
        return plain.decode(bytes(), store.key(ID));
    }

    private byte[] bytes() {
        return ((OpenResult.Changed) open()).session().document();
    }

    private OpenResult open() {
        return store.open(ID, DocumentTag.NONE, false);
    }

    private static SessionDocument with(SessionDocument base, String name) {
        var attributes = new LinkedHashMap<>(base.attributes());
        attributes.put(name, VALUE);
        return TestDocuments.with(base, base.version() + 1, attributes);
    }

    /** Adds an attribute, and records each base and each tag. */
    private class Adding implements VersionedChange<RuntimeException> {

        private final String name;
        final List<SessionDocument> bases = new ArrayList<>();
        final List<DocumentTag> tags = new ArrayList<>();

        Adding(String name) {
            this.name = name;
        }

        @Override
        public @Nullable SessionDocument over(SessionDocument base) {
            bases.add(base);
            return with(base, name);
        }

        @Override
        public SaveResult save(SessionDocument base, DocumentTag tag, SessionDocument next) {
            tags.add(tag);
            return store(plain, next);
        }
    }

    @Test
    void savesAChangeOnce() throws Exception {
        var change = new Adding("color");
        var tag = CachedDocument.of(first, bytes()).tag();

        var saved = documents.save(ID, first, tag, VersionedDocuments.deadline(), change);

        assertThat(saved).contains(with(first, "color"));
        assertThat(stored()).isEqualTo(with(first, "color"));
        assertThat(change.bases).containsExactly(first);
        assertThat(change.tags).containsExactly(tag);
    }

    @Test
    void appliesTheChangeAgainAfterAConflict() throws Exception {
        store(plain, with(first, "other"));
        var second = bytes();
        var change = new Adding("color");

        var saved = documents.save(ID, first, change);

        var merged = with(with(first, "other"), "color");
        assertThat(saved).contains(merged);
        assertThat(stored()).isEqualTo(merged);
        assertThat(change.bases).containsExactly(first, with(first, "other"));
        assertThat(change.tags)
                .containsExactly(
                        DocumentTag.NONE,
                        CachedDocument.of(with(first, "other"), second).tag());
    }

    @Test
    void appliesTheChangeToEachOfSeveralConflictingVersions() throws Exception {
        var change = new Adding("color") {
            @Override
            public SaveResult save(SessionDocument base, DocumentTag tag, SessionDocument next) {
                if (base.version() < 4) {
                    store(plain, with(base, "other" + base.version()));
                }
                return super.save(base, tag, next);
            }
        };

        var saved = documents.save(ID, first, change);

        assertThat(saved.orElseThrow().attributes()).containsOnlyKeys("other1", "other2", "other3", "color");
        assertThat(stored()).isEqualTo(saved.orElseThrow());
        assertThat(change.bases).extracting(SessionDocument::version).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void failsIfConflictsLastUntilTheDeadline() throws Exception {
        store(plain, with(first, "other"));
        var change = new Adding("color");

        assertThatThrownBy(() -> documents.save(ID, first, DocumentTag.NONE, System.nanoTime() - 1, change))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("This document could not be saved within ")
                .hasMessageEndingWith("because other requests kept changing it. Try again.");

        assertThat(stored()).isEqualTo(with(first, "other"));
        assertThat(change.tags).hasSize(1);
    }

    @Test
    void returnsNothingIfTheDocumentIsGone() throws Exception {
        store.remove(ID);
        var change = new Adding("color");

        assertThat(documents.save(ID, first, change)).isEmpty();

        assertThat(change.bases).hasSize(1);
        assertThat(open()).isEqualTo(new OpenResult.Gone());
    }

    @Test
    void failsIfTheCurrentDocumentIsUnreadable() {
        var foreign = "{\"_version\":2}".getBytes(StandardCharsets.UTF_8);
        store.save(ID, 1, foreign, 0, 0);
        var change = new Adding("color");

        assertThatThrownBy(() -> documents.save(ID, first, change)).isInstanceOf(UnreadableDocumentException.class);

        assertThat(change.bases).containsExactly(first);
        assertThat(bytes()).as("the unreadable value").isEqualTo(foreign);
    }

    @Test
    void savesNothingIfTheVersionNeedsNoChange() throws Exception {
        var change = new Adding("color") {
            @Override
            public SessionDocument over(SessionDocument base) {
                return base;
            }
        };

        assertThat(documents.save(ID, first, change)).containsSame(first);
        assertThat(change.tags).isEmpty();
    }

    @Test
    void returnsNothingIfTheVersionCannotBeChanged() throws Exception {
        var change = new Adding("color") {
            @Override
            public @Nullable SessionDocument over(SessionDocument base) {
                return null;
            }
        };

        assertThat(documents.save(ID, first, change)).isEmpty();
        assertThat(change.tags).isEmpty();
    }

    @Test
    void decodesAndCachesAnOpenedDocument() throws Exception {
        assertThat(documents.opened(ID, null, open())).isEqualTo(first);
        assertThat(cachedDocument()).contains(first);
    }

    private Optional<SessionDocument> cachedDocument() {
        return Optional.ofNullable(cache.get(ID)).map(CachedDocument::document);
    }

    @Test
    void returnsTheCachedDocumentIfTheStoreRepliesUnchanged() throws Exception {
        var cached = CachedDocument.of(first, bytes());

        var reply = store.open(ID, VersionedDocuments.tag(cached), true);

        assertThat(reply).isInstanceOf(OpenResult.Unchanged.class);
        assertThat(documents.opened(ID, cached, reply)).isSameAs(first);
    }

    @Test
    void opensNoDocumentThatIsGoneOrForeign() throws Exception {
        assertThat(documents.opened(ID, null, new OpenResult.Gone())).isNull();
        assertThat(documents.opened(ID, null, new OpenResult.Foreign())).isNull();
    }

    @Test
    void failsIfAnOpenedDocumentIsUnreadable() {
        store.save(ID, 1, "{\"_version\":2}".getBytes(StandardCharsets.UTF_8), 0, 0);
        var reply = open();

        assertThatThrownBy(() -> documents.opened(ID, null, reply)).isInstanceOf(UnreadableDocumentException.class);
        assertThat(cachedDocument()).isEmpty();
    }

    @Test
    void resealsADocumentOfAReplacedKey() throws Exception {
        var resealed = with(first, "resealed");
        var rotating = documents(codec(NEW + "," + OLD), (id, document) -> {
            assertThat(document).isEqualTo(first);
            return resealed;
        });
        storeSealed(OLD);

        assertThat(rotating.opened(ID, null, open())).isSameAs(resealed);
    }

    @Test
    void opensADocumentOfAReplacedKeyIfItCannotBeResealed() throws Exception {
        var rotating = documents(codec(NEW + "," + OLD), (id, document) -> {
            throw new StoreUnavailableException("The store is away.", Duration.ofSeconds(1), null);
        });
        storeSealed(OLD);

        assertThat(rotating.opened(ID, null, open())).isEqualTo(first);
    }

    @Test
    void resealsNoDocumentOfTheActiveKey() throws Exception {
        var rotating = documents(codec(NEW + "," + OLD), (id, document) -> {
            throw new AssertionError("This document has the active key.");
        });
        storeSealed(NEW);

        assertThat(rotating.opened(ID, null, open())).isEqualTo(first);
    }

    private static DocumentCodec codec(String keys) {
        return new DocumentCodec(KeySource.of(KeyRing.parse(keys)), "/");
    }

    private void storeSealed(String keys) {
        store.remove(ID);
        store(codec(keys), first);
        assertThat(new String(bytes(), StandardCharsets.UTF_8)).contains("ciphertext");
    }
}
