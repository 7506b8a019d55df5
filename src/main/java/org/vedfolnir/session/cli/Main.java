package org.vedfolnir.session.cli;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.console.Terminal;
import org.vedfolnir.session.cli.doctor.DoctorCommand;
import org.vedfolnir.session.cli.keys.KeysCommand;
import org.vedfolnir.session.cli.options.TargetOptions.Surroundings;
import org.vedfolnir.session.cli.sessions.SessionsCommand;
import org.vedfolnir.session.cli.watch.WatchCommand;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: {@code java -jar vedfolnir-session-manager.jar}. */
public final class Main {

    private static final String VERBOSE = "--verbose";

    private Main() {}

    public static void main(String[] words) {
        if (!Arrays.asList(words).contains(VERBOSE)) {
            silenceLogs();
        }
        System.exit(run(Terminal.open(System::getenv), Surroundings.ofThisProcess(), InstantSource.system(), words));
    }

    /** The store logs nothing: commands print what matters. */
    private static void silenceLogs() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.OFF);
    }

    /** Runs one command and returns the exit code of the process. */
    public static int run(Console console, Surroundings surroundings, InstantSource clock, String... words) {
        return commands(console, surroundings, clock).execute(words);
    }

    private static CommandLine commands(Console console, Surroundings surroundings, InstantSource clock) {
        var commands = new CommandLine(new RootCommand());
        commands.addSubcommand(new DoctorCommand(console, surroundings, clock))
                .addSubcommand(SessionsCommand.with(console, surroundings))
                .addSubcommand(KeysCommand.with(console, surroundings))
                .addSubcommand(new WatchCommand(console, surroundings, clock))
                .addSubcommand(new CompletionCommand(console, commands));
        return commands.setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.coloured() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((failure, given) -> wrongWords(console, failure))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(console, failure, parsed));
    }

    private static int wrongWords(Console console, ParameterException failure) {
        var name = failure.getCommandLine().getCommandSpec().qualifiedName();
        console.message(failure.getMessage() + ". Run " + name + " --help.");
        return ExitCode.WRONG;
    }

    private static int failed(Console console, Exception failure, ParseResult parsed) {
        var verbose = parsed.expandedArgs().contains(VERBOSE);
        if (verbose) {
            failure.printStackTrace(console.err());
        }
        if (failure instanceof IllegalArgumentException) {
            console.message(String.valueOf(failure.getMessage()));
            return ExitCode.WRONG;
        } else if (failure instanceof ConnectionFailedException || failure instanceof StoreUnavailableException) {
            console.message(failure.getMessage() + " The command doctor examines each step.");
            return ExitCode.UNAVAILABLE;
        }
        console.message("This is an error of the program: " + failure
                + (verbose ? "" : ". Run it with --verbose, and report what it prints."));
        return ExitCode.BROKEN;
    }
}
