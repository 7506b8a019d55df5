package org.vedfolnir.session.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.document.DocumentCodec;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.document.seal.UnreadableDocumentException.Reason;

/** What the sampled sessions show: keys that never end, documents that do not open, an index that differs. */
final class SessionChecks {

    /** Nodes remove what is over within a minute or so; a little more is no drift. */
    private static final long SWEPT_WITHIN = 5 * 60_000;
    /** A document outlives its session by this. */
    private static final long GRACE = 60_000;

    private static final int MOST_NAMED = 5;

    private final Subject subject;
    private final Sample sample;

    SessionChecks(Subject subject, Sample sample) {
        this.subject = subject;
        this.sample = sample;
    }

    Finding lifetime() {
        var endless = sample.documents().stream()
                .filter(SampledDocument::isWithoutEnd)
                .map(each -> each.id().toString())
                .toList();
        var found = Texts.count(sample.documents().size(), "session") + " (" + sample.extent() + ")";
        return endless.isEmpty()
                ? Finding.ok("time to live", found)
                : Finding.fail(
                        "time to live",
                        endless.size() + " of " + found
                                + " with an idle timeout and without a time to live of the key, so without an end: "
                                + named(endless.stream()) + ".",
                        "End them (sessions end REFERENCE), and find out which program runs PERSIST or SET on these"
                                + " keys.");
    }

    private static String named(Stream<String> sessions) {
        return String.join(", ", sessions.limit(MOST_NAMED).toList());
    }

    Finding documents() {
        var codec = subject.target().codec();
        var unreadable = new EnumMap<Reason, Integer>(Reason.class);
        var readable = 0;
        for (var each : sample.documents()) {
            var reason = reason(codec, each);
            readable += reason.isEmpty() ? 1 : 0;
            reason.forEach(why -> unreadable.merge(why, 1, Integer::sum));
        }
        return documents(readable, unreadable);
    }

    private Finding documents(int readable, Map<Reason, Integer> unreadable) {
        var missing = unreadable.getOrDefault(Reason.UNKNOWN_KEY, 0);
        var damaged = unreadable.getOrDefault(Reason.DAMAGED, 0);
        var newer = unreadable.getOrDefault(Reason.NEWER_FORMAT, 0);
        var found = readable + " of this application open";
        if (missing > 0) {
            return Finding.fail(
                    "documents",
                    found + "; sealed with a key that these settings do not have: " + missing
                            + ". Their users would have to sign in again.",
                    "Add the missing key to SESSION_ENCRYPTION_KEYS (keys status names it).");
        } else if (damaged > 0) {
            return Finding.fail(
                    "documents",
                    found + "; changed, or sealed with another key of the same name, or plain where keys are set: "
                            + damaged + ".",
                    "Compare SESSION_ENCRYPTION_KEYS with that of the nodes (keys status).");
        }
        return newer > 0
                ? Finding.warn(
                        "documents",
                        found + "; written by a newer version: " + newer + ".",
                        "Upgrade this node and this jar.")
                : Finding.ok("documents", found);
    }

    private List<Reason> reason(DocumentCodec codec, SampledDocument stored) {
        try {
            codec.decode(
                    stored.document(), subject.redis().keyPrefix() + stored.id().value());
            return List.of();
        } catch (UnreadableDocumentException e) {
            return List.of(e.reason());
        }
    }

    /** @param now by the clock of the store, ms since 1970 */
    Finding index(long now) throws IOException {
        var late = sample.entries().stream()
                .filter(each -> !each.exists() && each.score() < now - SWEPT_WITHIN)
                .count();
        var lost = sample.entries().stream()
                .filter(each -> !each.exists() && each.score() >= now)
                .toList();
        var unlisted = unlisted();
        var found = sample.entries().size() + " entries and "
                + sample.documents().size() + " documents compared (" + sample.extent() + ")";
        if (!lost.isEmpty()) {
            return Finding.warn(
                    "index",
                    found + "; listed without a document: " + lost.size() + " ("
                            + named(lost.stream().map(each -> each.id().toString())) + ").",
                    "Nodes remove these entries when they are due. Find out who deletes keys: another program,"
                            + " eviction, or a failover that lost writes.");
        } else if (!unlisted.isEmpty()) {
            return Finding.warn(
                    "index",
                    found + "; stored and not listed: " + unlisted.size() + " (" + named(unlisted.stream())
                            + "). Lists do not show them, and no listener is notified of their end.",
                    "Each is listed again when it is used. Find out who changes "
                            + subject.redis().expiries() + ".");
        }
        return late > 0
                ? Finding.warn(
                        "index",
                        found + "; over for five minutes and more: " + late + ".",
                        "Start a node of this application: its background thread removes them.")
                : Finding.ok("index", found);
    }

    /** Readable, so of this application; and not in the time in which a node removes it. */
    private List<String> unlisted() throws IOException {
        var codec = subject.target().codec();
        var listed = new HashSet<String>();
        sample.entries().forEach(each -> listed.add(each.id().value()));
        var unlisted = new ArrayList<String>();
        for (var each : sample.documents()) {
            if (each.left() > GRACE
                    && !listed.contains(each.id().value())
                    && reason(codec, each).isEmpty()
                    && each.server()
                                    .connection()
                                    .command(
                                            "ZSCORE", each.expiries(), each.id().value())
                                    .text()
                            == null) {
                unlisted.add(each.id().toString());
            }
        }
        return unlisted;
    }
}
