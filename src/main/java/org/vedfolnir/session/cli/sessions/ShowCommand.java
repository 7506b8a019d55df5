package org.vedfolnir.session.cli.sessions;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.console.Progress;
import org.vedfolnir.session.cli.console.Table;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sessions show}: one session and its attributes. */
@Command(
        name = "show",
        description = "Shows a session: its times, and its attributes with type and size.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vedfolnir sessions show 1f0c22a9b3d4",
            "  vedfolnir sessions show session#1f0c22a9b3d4 --values",
            "",
            "REF is the reference that logs and lists have, or the handle that the audit trail has.",
            "Values may be personal data; they are only shown with --values."
        })
final class ShowCommand implements Callable<Integer> {

    private final Console console;
    private final TargetOptions.Surroundings surroundings;

    @Mixin
    TargetOptions options = new TargetOptions();

    @Parameters(paramLabel = "REF", description = "The reference or handle of a session.")
    String reference = "";

    @Option(names = "--values", description = "Shows the values too, as JSON; serialized objects in Base64.")
    boolean values;

    @Option(names = "--json", description = "Prints one JSON object.")
    boolean json;

    ShowCommand(Console console, TargetOptions.Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConnectionFailedException {
        var name = Reference.checked(reference);
        var target = options.target(surroundings);
        try (var store = target.open();
                var progress =
                        new Progress(console, "Searching", store.index().count().sessions())) {
            var reader = new SessionReader(store, target);
            var row = reader.named(name, progress);
            progress.clear();
            if (row.isEmpty()) {
                console.message("There is no session " + name + " of the application " + target.application()
                        + ": it ended, or its id changed, or it is another application's (--application).");
                return ExitCode.NO;
            }
            show(row.get(), store, target);
            return ExitCode.OK;
        }
    }

    private void show(SessionRow row, Store store, Target target) {
        var document = row.document();
        var attributes = document == null
                ? List.<Values.Attribute>of()
                : new Values(store, target.codec()).of(row.id(), document, values);
        if (json) {
            var members = row.members();
            members.put(
                    "attributes",
                    attributes.stream().map(each -> each.members(values)).toList());
            console.line(JsonWriter.text(members));
            return;
        }
        facts(row);
        if (document == null) {
            console.line("It cannot be read here: " + row.problem() + ".");
        } else {
            facts(row, document);
            table(attributes);
        }
    }

    private void facts(SessionRow row) {
        var user = row.user();
        fact("reference", row.reference());
        fact("user", user == null ? "-" : user);
        fact("last used", Texts.moment(row.lastUsed()) + ", " + Texts.time(row.idle()) + " ago");
        fact("size", Texts.size(row.size()));
        fact("saved", row.stored().version() + " times");
    }

    private void facts(SessionRow row, SessionDocument document) {
        var authentication = document.authentication();
        fact("handle", document.handle());
        fact("created", Texts.moment(document.createdAt()));
        fact(
                "ends",
                row.left() == Long.MAX_VALUE
                        ? "never"
                        : "in " + Texts.time(Duration.ofMillis(row.left())) + " if it is not used");
        if (authentication != null) {
            fact("signed in", authentication.name() + " " + authentication.roles() + " by " + authentication.type());
        }
    }

    private void fact(String name, String value) {
        console.line(Table.left("", 10).padded(name) + "  " + Table.printable(value));
    }

    private void table(List<Values.Attribute> attributes) {
        console.line("");
        var table = new Table(console, Table.left("ATTRIBUTE", 40), Table.left("TYPE", 20), Table.right("SIZE", 9));
        table.head();
        for (var each : attributes) {
            table.row(List.of(each.name(), each.type(), Texts.size(each.bytes())));
            if (values) {
                console.line("    " + (each.value() == null ? "(missing)" : Table.printable(each.value())));
            }
        }
        console.line(Texts.count(attributes.size(), "attribute") + ".");
    }
}
