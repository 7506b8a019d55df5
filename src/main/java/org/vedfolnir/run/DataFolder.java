package org.vedfolnir.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The folder of everything that one run keeps: {@code redis/}, {@code database/}, {@code secrets/}, {@code logs/}. */
record DataFolder(Path root) {

    private static final int SECRET_BYTES = 32;

    /** @throws CannotRunException when the folder cannot be made or written */
    static DataFolder open(Path root) {
        try {
            for (var name : new String[] {"redis", "database", "secrets", "logs"}) {
                Files.createDirectories(root.resolve(name));
            }
            if (posix(root)) {
                Files.setPosixFilePermissions(root.resolve("secrets"), PosixFilePermissions.fromString("rwx------"));
            }
            return new DataFolder(root);
        } catch (IOException e) {
            throw new CannotRunException("The data folder " + root + " cannot be written ("
                    + e.getClass().getSimpleName() + "): check who owns it, or choose another with --data DIR.");
        }
    }

    Path redis() {
        return root.resolve("redis");
    }

    Path database() {
        return root.resolve("database");
    }

    Path log(String of) {
        return root.resolve("logs").resolve(of + ".log");
    }

    Path file(String name) {
        return root.resolve(name);
    }

    Path secretFile(String name) {
        return root.resolve("secrets").resolve(name);
    }

    /** A secret of this folder: random when it is first asked for, and the same ever after. Readable by its owner only. */
    String secret(String name) throws IOException {
        var file = secretFile(name);
        if (!Files.exists(file)) {
            create(file, random());
        }
        return Files.readString(file).strip();
    }

    /** The ring that seals sessions, as the manager's setting {@code encryptionKeys} wants it. */
    Path keys() throws IOException {
        var file = secretFile("session-keys");
        if (!Files.exists(file)) {
            create(file, "k1:" + random());
        }
        return file;
    }

    private void create(Path file, String secret) throws IOException {
        try {
            if (posix(root)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            Files.writeString(file, secret + "\n", StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new CannotRunException(
                    "Another run is starting with the data folder " + root + ": give each its own with --data DIR.");
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** 256 bits in Base64url. */
    static String random() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
