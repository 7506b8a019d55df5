package org.vedfolnir.session.cli.sessions;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.console.Progress;
import org.vedfolnir.session.cli.console.Table;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sessions end}: ends sessions, on every node. */
@Command(
        name = "end",
        description = "Ends sessions on every node; their next requests have none. Asks before, unless --yes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vedfolnir sessions end 1f0c22a9b3d4",
            "  vedfolnir sessions end --user ann --yes",
            "  vedfolnir sessions end --idle 30m --dry-run",
            "",
            "If events are recorded, the audit trail gets ENDED_BY_OPERATOR and the name of the operator.",
            "Exit code: 0, 1 if there is no such session or you decline."
        })
final class EndCommand implements Callable<Integer> {

    private static final int MOST_NAMED = 20;

    private final Console console;
    private final TargetOptions.Surroundings surroundings;

    @Mixin
    TargetOptions options = new TargetOptions();

    @Mixin
    Selection selection = new Selection();

    @Option(names = "--yes", description = "Does not ask.")
    boolean yes;

    @Option(names = "--dry-run", description = "Shows what would end, and ends nothing.")
    boolean dryRun;

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            description = "Your name in the audit trail. Default: the user of this machine.")
    @Nullable
    String operator;

    EndCommand(Console console, TargetOptions.Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConnectionFailedException {
        selection.check();
        if (!yes && !dryRun && !console.interactive()) {
            throw new IllegalArgumentException(
                    "This is not a terminal, so the command cannot ask. Add --yes to end the sessions, or --dry-run to see which.");
        }
        var target = options.target(surroundings);
        try (var store = target.open()) {
            var rows = found(new SessionReader(store, target));
            rows.stream().limit(MOST_NAMED).forEach(this::show);
            if (rows.size() > MOST_NAMED) {
                console.line("... and " + (rows.size() - MOST_NAMED) + " more");
            }
            return rows.isEmpty() ? none() : end(rows, target, store);
        }
    }

    private List<SessionRow> found(SessionReader reader) {
        try (var progress = new Progress(console, "Reading", reader.count())) {
            return selection.of(reader, progress);
        }
    }

    private int none() {
        console.message("There is no such session.");
        return ExitCode.NO;
    }

    private void show(SessionRow row) {
        var user = row.user();
        console.line(row.reference() + "  " + (user == null ? "-" : Table.printable(user)) + ", unused for "
                + Texts.time(row.idle()));
    }

    private int end(List<SessionRow> rows, Target target, Store store) {
        if (dryRun) {
            console.line(Texts.count(rows.size(), "session") + " would end.");
            return ExitCode.OK;
        } else if (!yes && !console.agrees("End " + Texts.count(rows.size(), "session") + "?")) {
            console.message("Nothing was ended.");
            return ExitCode.NO;
        }
        var ending = new Ending(store, target, operator == null ? Target.user() : operator);
        try (var progress = new Progress(console, "Ending", rows.size())) {
            rows.forEach(row -> {
                ending.end(row);
                progress.add(1);
            });
        }
        console.line(Texts.count(ending.ended(), "session") + " ended"
                + (ending.gone() == 0 ? "" : ", " + ending.gone() + " had ended meanwhile") + ".");
        ending.warning().ifPresent(console::message);
        return ExitCode.OK;
    }
}
