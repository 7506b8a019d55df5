package org.vedfolnir.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Another user of this machine, as far as files show one. */
public final class OtherUser {

    private OtherUser() {}

    /** A folder that belongs to another user than this process runs as. */
    public static Path folder(Path temporary) throws IOException {
        var root = Files.getOwner(Path.of("/"));
        if (!Files.getOwner(temporary).equals(root)) {
            return Path.of("/");
        }
        var folder = Files.createDirectory(temporary.resolve("theirs"));
        Files.setOwner(folder, anotherUser());
        return folder;
    }

    private static UserPrincipal anotherUser() throws IOException {
        return Path.of("/").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    }
}
