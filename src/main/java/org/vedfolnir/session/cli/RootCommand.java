package org.vedfolnir.session.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program without a command: its help and its version. */
@Command(
        name = "vedfolnir",
        versionProvider = RootCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Looks after the HTTP sessions of Tomcat applications in Redis.",
            "",
            "vedfolnir stands for: java -jar vedfolnir-session-manager.jar",
            "(the command completion prints a function of that name for your shell)",
            "",
            "Redis and keys are those of the manager: system properties, environment variables (REDIS_URL,"
                    + " REDIS_PASSWORD_FILE, SESSION_ENCRYPTION_KEYS_FILE, ...), or a file that --config names."
        },
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  vedfolnir doctor                         is everything as it should be, and what mends it?",
            "  vedfolnir sessions list --limit 20       the first sessions",
            "  vedfolnir sessions end --user ann        end all sessions of a user",
            "  vedfolnir watch                          figures, each second",
            "",
            "Exit codes: 0 done; 1 not found, declined, or doctor --strict has a warning; 2 wrong words or",
            "settings, or doctor found a failure; 3 Redis does not answer or refuses; 4 an error of this",
            "program."
        })
final class RootCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version.")
    boolean version;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }

    /** From the manifest of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            var version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "Vedfolnir Sessions " + (version == null ? "(not from the jar)" : version), "Java " + Runtime.version()
            };
        }
    }
}
