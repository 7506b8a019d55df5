package org.vedfolnir.session.cli.keys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.console.Table;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.document.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys status}: one line for each key. */
@Command(
        name = "status",
        description = "Shows each key: whether these settings and the nodes have it, and how many sessions it seals.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vedfolnir keys status",
            "  SESSION_ENCRYPTION_KEYS_FILE=/etc/vedfolnir/keys vedfolnir keys status --json",
            "",
            "Nodes announce names and check values of their keys, never a key, and not their own names: NODES",
            "shows whether at least one node had the key in the last minute."
        })
final class StatusCommand implements Callable<Integer> {

    private final Console console;
    private final TargetOptions.Surroundings surroundings;

    @Mixin
    TargetOptions options = new TargetOptions();

    @Option(names = "--json", description = "Prints one JSON object.")
    boolean json;

    StatusCommand(Console console, TargetOptions.Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConnectionFailedException {
        var target = options.target(surroundings);
        try (var store = target.open()) {
            var use = KeyUse.of(target, store, console);
            if (json) {
                console.line(JsonWriter.text(members(use)));
            } else {
                print(use);
            }
            return ExitCode.OK;
        }
    }

    private static Map<String, Object> members(KeyUse use) {
        var members = new LinkedHashMap<String, Object>();
        members.put(
                "keys",
                use.names().stream()
                        .map(name -> Map.of(
                                "name", name,
                                "here", here(use, name),
                                "nodes", nodes(use, name),
                                "sessions", use.sealedBy(name)))
                        .toList());
        members.put("plain_sessions", use.plain());
        return members;
    }

    private void print(KeyUse use) {
        var table = new Table(
                console,
                Table.left("KEY", 16),
                Table.left("HERE", 8),
                Table.left("NODES", 10),
                Table.right("SESSIONS", 10));
        table.head();
        use.names()
                .forEach(name ->
                        table.row(List.of(name, here(use, name), nodes(use, name), Long.toString(use.sealedBy(name)))));
        console.line(Texts.count(use.plain(), "session") + " not sealed.");
    }

    private static String here(KeyUse use, String name) {
        return !use.own().containsKey(name)
                ? "no"
                : use.own().keySet().iterator().next().equals(name) ? "seals" : "opens";
    }

    private static String nodes(KeyUse use, String name) {
        if (!use.isAnnouncedByName(name)) {
            return "no";
        }
        return use.own().containsKey(name) && !use.isAnnounced(name) ? "another" : "yes";
    }
}
