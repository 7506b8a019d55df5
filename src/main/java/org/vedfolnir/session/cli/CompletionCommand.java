package org.vedfolnir.session.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}: a script for the shell. */
@Command(
        name = "completion",
        description = "Prints a function vedfolnir for your shell, and the completion of its words.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(java -jar vedfolnir-session-manager.jar completion bash)",
            "  java -jar vedfolnir-session-manager.jar completion zsh > ~/.vedfolnir.zsh",
            "  echo 'source ~/.vedfolnir.zsh' >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    private static final String NAME = "vedfolnir";

    private final Console console;
    private final CommandLine commands;

    /** The shells that it knows. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    Shell shell = Shell.bash;

    CompletionCommand(Console console, CommandLine commands) {
        this.console = console;
        this.commands = commands;
    }

    @Override
    public Integer call() throws URISyntaxException {
        console.line("# a short start is worth more here than fast code");
        console.line(NAME + "() { java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar " + quoted(jar()) + " \"$@\"; }");
        if (shell == Shell.zsh) {
            console.line("autoload -U +X compinit && compinit");
            console.line("autoload -U +X bashcompinit && bashcompinit");
        }
        console.line(AutoComplete.bash(NAME, commands));
        return ExitCode.OK;
    }

    private static Path jar() throws URISyntaxException {
        return Path.of(CompletionCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
