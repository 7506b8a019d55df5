package org.vedfolnir.session.cli.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.Console.Colour;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys rotate}: shows the next step. */
@Command(
        name = "rotate",
        description =
                "Guides from one key to the next while the nodes run: shows which steps are done, and what is next.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vedfolnir keys rotate",
            "  vedfolnir keys rotate --new k2026",
            "",
            "It changes nothing; run it after each step. It knows what nodes announced in the last minute: that",
            "one node has a key does not mean that all have it. Nodes log the names of their keys when they",
            "change."
        })
final class RotateCommand implements Callable<Integer> {

    private final Console console;
    private final TargetOptions.Surroundings surroundings;

    @Mixin
    TargetOptions options = new TargetOptions();

    @Option(
            names = "--new",
            paramLabel = "NAME",
            description = "The key that is to seal. Default: of two keys the one with the higher number.")
    @Nullable
    String next;

    RotateCommand(Console console, TargetOptions.Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConnectionFailedException {
        var target = options.target(surroundings);
        var names = target.settings().keys().ring().names();
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "These settings have no key, so there is nothing to rotate. To begin to seal sessions: keys generate,"
                            + " set SESSION_ENCRYPTION_KEYS_FILE on every node, and restart all nodes at once.");
        }
        var to = next(names);
        var from = names.stream()
                .filter(name -> !name.equals(to))
                .reduce((former, last) -> last)
                .orElse(names.get(0));
        try (var store = target.open()) {
            print(RotationStep.of(KeyUse.of(target, store, console), from, to), from, to);
            return ExitCode.OK;
        }
    }

    private String next(List<String> names) {
        var chosen = next;
        if (chosen != null) {
            return chosen;
        }
        return names.size() == 1 ? KeyNumber.next(names) : KeyNumber.newest(names);
    }

    private void print(List<RotationStep> steps, String from, String to) {
        console.line("From " + from + " to " + to + ":");
        var lines = new ArrayList<String>();
        var current = true;
        for (var i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            var mark = step.done()
                    ? console.in(Colour.GREEN, "done ")
                    : current ? console.in(Colour.BOLD, "now  ") : "later";
            current &= step.done();
            lines.add((i + 1) + ". " + mark + "  " + step.what() + " [" + step.state() + "]");
        }
        lines.forEach(console::line);
    }
}
