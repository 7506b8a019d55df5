package org.vedfolnir.session.cli.sessions;

import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.options.TargetOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sessions}: the commands below it. */
@Command(
        name = "sessions",
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, shows, ends and exports the sessions of an application.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vedfolnir sessions list --user ann",
            "  vedfolnir sessions show 1f0c22a9b3d4",
            "  vedfolnir sessions end --idle 30m --dry-run",
            "",
            "Sessions that never expire are not in the list of one Redis; --user finds them."
        })
public final class SessionsCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    private SessionsCommand() {}

    /** Returns it with its commands. */
    public static CommandLine with(Console console, TargetOptions.Surroundings surroundings) {
        return new CommandLine(new SessionsCommand())
                .addSubcommand(new ListCommand(console, surroundings))
                .addSubcommand(new ShowCommand(console, surroundings))
                .addSubcommand(new EndCommand(console, surroundings))
                .addSubcommand(new ExportCommand(console, surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: list, show, end or export");
    }
}
