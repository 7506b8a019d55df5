package org.vedfolnir.session.cli.sessions;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.console.Progress;
import org.vedfolnir.session.cli.console.Table;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.document.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sessions list}: one line for each session. */
@Command(
        name = "list",
        description = "Lists sessions: user, begin, time since the last use, time left, size.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vedfolnir sessions list",
            "  vedfolnir sessions list --user ann",
            "  vedfolnir sessions list --idle 30m --sort size --limit 10",
            "  vedfolnir sessions list --limit 0 --json | jq -r .user | sort | uniq -c",
            "",
            "It reads page by page and uses no session: no end moves."
        })
final class ListCommand implements Callable<Integer> {

    private final Console console;
    private final TargetOptions.Surroundings surroundings;

    /** What the lines are sorted by. */
    enum Order {
        /** As the store has them; needs no memory. */
        END(Comparator.comparingLong(SessionRow::left)),
        USER(Comparator.comparing(row -> String.valueOf(row.user()))),
        IDLE(Comparator.comparing(SessionRow::idle).reversed()),
        USED(Comparator.comparing(SessionRow::lastUsed).reversed()),
        SIZE(Comparator.comparingLong(SessionRow::size).reversed());

        private final Comparator<SessionRow> comparator;

        Order(Comparator<SessionRow> comparator) {
            this.comparator = comparator;
        }
    }

    @Mixin
    TargetOptions options = new TargetOptions();

    @Option(names = "--user", paramLabel = "NAME", description = "Only the sessions of this user.")
    @Nullable
    String user;

    @Option(names = "--idle", paramLabel = "TIME", description = "Only sessions unused for so long, as 30m or 2h.")
    @Nullable
    String idle;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many; 0 for all. Default: 50.")
    int limit = 50;

    @Option(
            names = "--sort",
            paramLabel = "BY",
            description = "end (soonest first, the default), user, idle (longest first), used (latest first) or size.")
    Order sort = Order.END;

    @Option(names = "--json", description = "Prints one JSON object in each line.")
    boolean json;

    ListCommand(Console console, TargetOptions.Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConnectionFailedException {
        var unused = idle == null ? Duration.ZERO : Selection.idle(idle);
        var target = options.target(surroundings);
        try (var store = target.open();
                var progress =
                        new Progress(console, "Reading", store.index().count().sessions())) {
            var reader = new SessionReader(store, target);
            var wanted = (user == null ? reader.all(progress) : reader.ofUser(user))
                    .filter(row -> row.idle().compareTo(unused) >= 0);
            var most = limit <= 0 ? Long.MAX_VALUE : limit;
            var shown = print(sort == Order.END && user == null ? wanted.limit(most) : sorted(wanted, most), progress);
            if (!json) {
                console.line(Texts.count(shown, "session") + more(shown, most, target.application()) + ".");
            }
        }
        return ExitCode.OK;
    }

    private static String more(long shown, long most, String application) {
        if (shown == 0) {
            return " of the application " + application + "; --application names another one";
        }
        return shown == most ? ", and perhaps more (--limit)" : "";
    }

    private Stream<SessionRow> sorted(Stream<SessionRow> rows, long most) {
        return First.of(rows, sort.comparator, most).stream();
    }

    private long print(Stream<SessionRow> rows, Progress progress) {
        var table = new Table(
                console,
                Table.left("USER", 20),
                Table.left("REFERENCE", 12),
                Table.left("CREATED", 20),
                Table.left("LAST USED", 20),
                Table.right("UNUSED", 8),
                Table.right("LEFT", 8),
                Table.right("SIZE", 9));
        var shown = new long[1];
        rows.forEach(row -> {
            if (shown[0]++ == 0 && !json) {
                progress.clear();
                table.head();
            }
            if (json) {
                console.line(JsonWriter.text(row.members()));
            } else {
                table.row(cells(row));
            }
        });
        return shown[0];
    }

    private static List<String> cells(SessionRow row) {
        var document = row.document();
        var user = row.user();
        return List.of(
                document == null ? "? " + row.problem() : user == null ? "-" : user,
                row.reference(),
                document == null ? "?" : Texts.moment(document.createdAt()),
                Texts.moment(row.lastUsed()),
                Texts.time(row.idle()),
                document == null
                        ? "?"
                        : row.left() == Long.MAX_VALUE ? "never" : Texts.time(Duration.ofMillis(row.left())),
                Texts.size(row.size()));
    }
}
