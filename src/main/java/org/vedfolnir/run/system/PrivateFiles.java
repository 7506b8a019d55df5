package org.vedfolnir.run.system;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folders and files that only their owner can read, since they contain session ids, password hashes and keys. On a file
 * system without POSIX permissions (Windows) the user's folder protects them, and this class does nothing.
 */
public final class PrivateFiles {

    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PrivateFiles() {}

    private static boolean isKnownTo(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Creates a folder with its missing parents; does not change an existing one. */
    public static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        }
    }

    /** Returns the attributes for creating a file that other users can never open. */
    public static FileAttribute<?>[] newFile(Path file) {
        return attributes(file, "rw-------");
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return isKnownTo(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Replaces the file atomically: readers see the old or the new text. */
    public static void write(Path file, String text) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, newFile(next));
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Wraps a command in a shell with a umask that denies other users access to the files that it creates. Keeps the
     * process id.
     */
    public static List<String> command(List<String> command, Path folder) {
        if (!isKnownTo(folder)) {
            return command;
        }
        var wrapped = new ArrayList<>(List.of("/bin/sh", "-c", "umask 077; exec \"$0\" \"$@\""));
        wrapped.addAll(command);
        return wrapped;
    }

    /**
     * Checks that a folder belongs to the user of this process.
     *
     * @throws StartupException if another user could change what this run reads and executes
     */
    static void requireOwn(Path folder) throws IOException {
        if (isKnownTo(folder)) {
            requireOwner(folder, me());
        }
    }

    /** Whether a user other than the owner has a permission. */
    static boolean isOpenToOthers(Path path) throws IOException {
        return isKnownTo(path) && !OWNER.containsAll(Files.getPosixFilePermissions(path));
    }

    /**
     * Removes all permissions of other users, in the folder and everything below it.
     *
     * @return the number of changed folders and files
     * @throws StartupException if one of them belongs to another user
     */
    public static int tighten(Path folder) throws IOException {
        if (!isKnownTo(folder)) {
            return 0;
        }
        var tightening = new Tightening(me());
        Files.walkFileTree(folder, tightening);
        return tightening.changed;
    }

    /**
     * Returns the owner of files that this process creates; user names are less reliable, and containers may have none.
     */
    private static UserPrincipal me() throws IOException {
        var probe = Files.createTempFile("vedfolnir", "");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static void requireOwner(Path path, UserPrincipal me, LinkOption... options) throws IOException {
        var owner = Files.getOwner(path, options);
        if (!owner.equals(me)) {
            throw new StartupException(path + " belongs to " + owner.getName() + ", and this process runs as "
                    + me.getName() + ": run it as " + owner.getName() + ", or choose another folder with --data DIR.");
        }
    }

    private static final class Tightening extends SimpleFileVisitor<Path> {

        private final UserPrincipal me;
        private int changed;

        Tightening(UserPrincipal me) {
            this.me = me;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            return tighten(folder);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isSymbolicLink()) {
                requireOwner(file, me, LinkOption.NOFOLLOW_LINKS);
                if (Files.exists(file)) {
                    requireOwner(file, me);
                }
                return FileVisitResult.CONTINUE;
            }
            return tighten(file);
        }

        private FileVisitResult tighten(Path path) throws IOException {
            requireOwner(path, me);
            var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
            if (permissions.retainAll(OWNER)) {
                Files.setPosixFilePermissions(path, permissions);
                changed++;
            }
            return FileVisitResult.CONTINUE;
        }

        /** A program that wrote here before may delete a file meanwhile. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
