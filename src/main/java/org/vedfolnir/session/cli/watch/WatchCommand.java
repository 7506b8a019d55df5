package org.vedfolnir.session.cli.watch;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.console.Table;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.configuration.SettingParsers;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watch}: one line of figures each second. */
@Command(
        name = "watch",
        description = "Shows figures of the store, one line each second, until Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vedfolnir watch",
            "  vedfolnir watch --interval 10s >> figures.txt",
            "  vedfolnir watch --count 5",
            "",
            "SCRIPTS/S are the operations of all managers on this Redis, of all applications, and one or two of",
            "this command; EVENTS is the memory of events that wait for the audit trail; LATENCY is one round",
            "trip."
        })
public final class WatchCommand implements Callable<Integer> {

    private static final int HEAD_EACH = 20;

    private final Console console;
    private final TargetOptions.Surroundings surroundings;
    private final InstantSource clock;

    @Mixin
    TargetOptions options = new TargetOptions();

    @Option(names = "--interval", paramLabel = "TIME", description = "Time between two lines, as 10s. Default: 1s.")
    String interval = "1s";

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many lines; 0 for never, the default.")
    int count;

    public WatchCommand(Console console, TargetOptions.Surroundings surroundings, InstantSource clock) {
        this.console = console;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    @Override
    public Integer call() throws ConnectionFailedException, IOException, InterruptedException {
        var pause = pause();
        var table = new Table(
                console,
                Table.left("TIME", 20),
                Table.right("SESSIONS", 9),
                Table.right("SCRIPTS/S", 10),
                Table.right("MEMORY", 9),
                Table.right("EVENTS", 9),
                Table.right("CLIENTS", 8),
                Table.right("LATENCY", 9));
        try (var source = new Figures.Source(options.target(surroundings))) {
            Figures before = null;
            var last = 0L;
            for (var line = 0; count == 0 || line < count; line++) {
                if (line > 0) {
                    Thread.sleep(pause.toMillis());
                }
                if (line == 0 || console.interactive() && line % HEAD_EACH == 0) {
                    table.head();
                }
                var now = source.now();
                var time = System.nanoTime();
                table.row(cells(now, before, time - last));
                before = now;
                last = time;
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "Redis closed the connection (" + e.getMessage() + ").", Duration.ofSeconds(1), e);
        }
    }

    private Duration pause() {
        try {
            return SettingParsers.positive(interval);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The option --interval is '" + interval + "': it " + e.getMessage() + ". Correct it.", e);
        }
    }

    private List<String> cells(Figures now, @Nullable Figures before, long nanos) {
        return List.of(
                Texts.moment(clock.instant()),
                Long.toString(now.sessions()),
                before == null
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f", (now.scripts() - before.scripts()) * 1e9 / nanos),
                Texts.size(now.memory()),
                Texts.size(now.eventBytes()),
                Long.toString(now.clients()),
                Texts.milliseconds(now.latencyNanos()));
    }
}
