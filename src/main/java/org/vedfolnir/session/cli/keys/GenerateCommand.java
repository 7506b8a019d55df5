package org.vedfolnir.session.cli.keys;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.document.seal.KeyRing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys generate}: prints a new key. */
@Command(
        name = "generate",
        description = "Prints a new key of 256 random bits, in the form of SESSION_ENCRYPTION_KEYS.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  (umask 077; vedfolnir keys generate > /etc/vedfolnir/keys)",
            "  vedfolnir keys generate --name k2",
            "",
            "The key is a secret: keep it in a file that the nodes alone can read, and give all nodes the same."
        })
final class GenerateCommand implements Callable<Integer> {

    private final Console console;
    private final TargetOptions.Surroundings surroundings;

    @Mixin
    TargetOptions options = new TargetOptions();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name of the key. Default: the one after those of the settings, as k2 after k1.")
    @Nullable
    String name;

    GenerateCommand(Console console, TargetOptions.Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var given = name;
        console.line(KeyRing.generate(
                given != null
                        ? given
                        : KeyNumber.next(options.target(surroundings)
                                .settings()
                                .keys()
                                .ring()
                                .names())));
        return ExitCode.OK;
    }
}
