package org.vedfolnir.session.cli.sessions;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.console.ExitCode;
import org.vedfolnir.session.cli.console.Progress;
import org.vedfolnir.session.cli.console.Texts;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.cli.options.TargetOptions;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.document.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sessions export}: all sessions as JSON Lines. */
@Command(
        name = "export",
        description = "Writes all sessions, one JSON object in each line: facts, and attributes with type and size.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vedfolnir sessions export sessions.jsonl",
            "  vedfolnir sessions export - | jq 'select(.bytes > 100000)'",
            "",
            "A new file can be read by you alone. It holds no id; with --values it may hold personal data."
        })
final class ExportCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";

    private final Console console;
    private final TargetOptions.Surroundings surroundings;

    @Mixin
    TargetOptions options = new TargetOptions();

    @Parameters(paramLabel = "FILE", description = "The file, which must not exist yet; - for standard output.")
    String file = STANDARD_OUTPUT;

    @Option(names = "--values", description = "Writes the values too.")
    boolean values;

    ExportCommand(Console console, TargetOptions.Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConnectionFailedException {
        var target = options.target(surroundings);
        if (file.equals(STANDARD_OUTPUT)) {
            export(target, console.out());
            return ExitCode.OK;
        }
        try (var out = new PrintWriter(Files.newBufferedWriter(created(), StandardCharsets.UTF_8))) {
            var count = export(target, out);
            if (out.checkError()) {
                throw new IllegalArgumentException("The file '" + file + "' cannot be written: is the disk full?");
            }
            console.message(Texts.count(count, "session") + " written to " + file + ".");
            return ExitCode.OK;
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("The file '" + file + "' exists. Name another one, or remove it.", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The file '" + file + "' cannot be written (" + e.getMessage() + "). Check its folder.", e);
        }
    }

    private Path created() throws IOException {
        var path = Path.of(file);
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createFile(path);
    }

    private long export(Target target, PrintWriter out) throws ConnectionFailedException {
        try (var store = target.open();
                var progress =
                        new Progress(console, "Exporting", store.index().count().sessions())) {
            var reader = new SessionReader(store, target);
            var attributes = new Values(store, target.codec());
            var rows = reader.all(progress);
            return rows.peek(row -> out.println(line(row, attributes)))
                    .mapToLong(row -> 1)
                    .sum();
        } finally {
            out.flush();
        }
    }

    private String line(SessionRow row, Values attributes) {
        var members = row.members();
        if (row.document() != null) {
            members.put(
                    "attributes",
                    attributes.of(row.id(), row.document(), values).stream()
                            .map(each -> each.members(values))
                            .toList());
        }
        return JsonWriter.text(members);
    }
}
