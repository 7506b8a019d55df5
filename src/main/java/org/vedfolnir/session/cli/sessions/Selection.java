package org.vedfolnir.session.cli.sessions;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.cli.console.Progress;
import org.vedfolnir.session.configuration.SettingParsers;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which sessions to end: exactly one of three ways to name them. */
final class Selection {

    @Parameters(arity = "0..1", paramLabel = "REF", description = "The reference or handle of a session.")
    @Nullable
    String reference;

    @Option(names = "--user", paramLabel = "NAME", description = "All sessions of this user.")
    @Nullable
    String user;

    @Option(names = "--idle", paramLabel = "TIME", description = "All sessions unused for so long, as 30m or 2h.")
    @Nullable
    String idle;

    /**
     * Returns a time that an option names.
     *
     * @throws IllegalArgumentException that shows the form of a time
     */
    static Duration idle(String text) {
        try {
            return SettingParsers.positive(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The option --idle is '" + text + "': it " + e.getMessage() + ". Correct it.", e);
        }
    }

    /** Checks the words, before anything is read. */
    void check() {
        var ways = (reference == null ? 0 : 1) + (user == null ? 0 : 1) + (idle == null ? 0 : 1);
        if (ways != 1) {
            throw new IllegalArgumentException(
                    "Name the sessions in exactly one way: by a reference, with --user, or with --idle.");
        }
        if (idle != null) {
            idle(idle);
        } else if (reference != null) {
            Reference.checked(reference);
        }
    }

    List<SessionRow> of(SessionReader reader, Progress progress) {
        if (reference != null) {
            return reader.named(Reference.checked(reference), progress).stream().toList();
        } else if (user != null) {
            return reader.ofUser(user).toList();
        }
        var unused = idle(String.valueOf(idle));
        return reader.all(progress)
                .filter(row -> row.idle().compareTo(unused) >= 0)
                .toList();
    }
}
