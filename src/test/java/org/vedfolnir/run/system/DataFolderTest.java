package org.vedfolnir.run.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.run.OtherUser;

/** The data folder is its owner's and one run's. */
public class DataFolderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    private final List<String> messages = new ArrayList<>();

    @Test
    void createsAFolderWithoutAccessByOthers() throws Exception {
        try (var data = open("new")) {
            data.secret("word");
            data.keys();
            data.idKey();
            data.createLog("redis");
            assertThat(openToOthers(data.root())).isEmpty();
        }
        assertThat(messages).isEmpty();
    }

    @Test
    void restrictsAReadableFolderAndReportsItOnce() throws Exception {
        var root = Files.createDirectory(temporary.resolve("loose"));
        var log = Files.writeString(Files.createDirectory(root.resolve("redis")).resolve("appendonly.aof"), "ids");
        var program = Files.createFile(root.resolve("redis/redis-server"));
        for (var path : List.of(root, root.resolve("redis"), program)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));

        open("loose").close();
        assertThat(openToOthers(root)).isEmpty();
        assertThat(program).isExecutable();
        assertThat(messages)
                .singleElement()
                .asString()
                .contains(root.toRealPath().toString(), "password hashes");

        open("loose").close();
        assertThat(messages).hasSize(1);
    }

    @Test
    void rejectsAFolderOfAnotherUserAndLeavesIt() throws Exception {
        var theirs = OtherUser.folder(temporary);
        var before = Files.getLastModifiedTime(theirs);

        assertThatThrownBy(() -> DataFolder.open(theirs, messages::add))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(theirs + " belongs to ");
        assertThat(Files.getLastModifiedTime(theirs)).isEqualTo(before);
    }

    @Test
    void rejectsALinkToAFolderOfAnotherUser() throws Exception {
        var theirs = OtherUser.folder(temporary);
        var root = Files.createDirectory(temporary.resolve("linked"));
        Files.createSymbolicLink(root.resolve("database"), theirs);
        Files.createSymbolicLink(temporary.resolve("link"), theirs);

        for (var name : List.of("linked", "link")) {
            assertThatThrownBy(() -> open(name))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining(" belongs to ");
        }
    }

    @Test
    void locksTheFolderUntilItIsClosed() throws Exception {
        var first = open("one");
        assertThatThrownBy(() -> open("one"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("Another run uses the data folder " + first.root())
                .hasMessageContaining("--data DIR");
        first.close();
        open("one").close();
    }

    @Test
    void keepsSecrets() throws Exception {
        String word;
        try (var data = open("secrets")) {
            word = data.secret("word");
            assertThat(data.secret("other")).isNotEqualTo(word).hasSizeGreaterThan(40);
        }
        try (var data = open("secrets")) {
            assertThat(data.secret("word")).isEqualTo(word);
        }
    }

    private DataFolder open(String name) {
        return DataFolder.open(temporary.resolve(name), messages::add);
    }

    /** With their permissions. */
    public static List<String> openToOthers(Path root) throws IOException {
        var open = new ArrayList<String>();
        try (var paths = Files.walk(root)) {
            for (var path : paths.toList()) {
                var permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                if (!permissions.endsWith("------")) {
                    open.add(path + " " + permissions);
                }
            }
        }
        return open;
    }
}
