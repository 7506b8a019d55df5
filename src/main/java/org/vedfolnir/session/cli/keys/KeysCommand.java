package org.vedfolnir.session.cli.keys;

import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.options.TargetOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keys}: the commands below it. */
@Command(
        name = "keys",
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes encryption keys, shows what they seal, and guides a rotation.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  (umask 077; vedfolnir keys generate > /etc/vedfolnir/keys)",
            "  vedfolnir keys status",
            "  vedfolnir keys rotate"
        })
public final class KeysCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    private KeysCommand() {}

    /** Returns it with its commands. */
    public static CommandLine with(Console console, TargetOptions.Surroundings surroundings) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new GenerateCommand(console, surroundings))
                .addSubcommand(new StatusCommand(console, surroundings))
                .addSubcommand(new RotateCommand(console, surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: generate, status or rotate");
    }
}
