package org.vedfolnir.run.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The folder of all data of a run: {@code redis/} or {@code cluster/}, {@code database/}, {@code secrets/},
 * {@code logs/}. It is locked until it is closed, and only its owner can read it.
 */
public final class DataFolder implements AutoCloseable {

    private static final int SECRET_BYTES = 32;
    private static final String LOCK = "lock";
    private static final long LARGE_LOG = 1 << 20;

    private final Path root;
    private final FileChannel lock;

    private DataFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates what is missing, and removes permissions of other users that an earlier run left.
     *
     * @param messages accepts a sentence if other users could read it until now
     * @throws StartupException if it cannot be created or written, belongs to another user, or is used by another run;
     *     nothing is changed then
     */
    public static DataFolder open(Path asked, Consumer<String> messages) {
        try {
            PrivateFiles.createFolder(asked);
            var root = asked.toRealPath();
            PrivateFiles.requireOwn(root);
            var lock = lock(root);
            var opened = false;
            try {
                tighten(root, messages);
                for (var name : new String[] {"redis", "database", "secrets", "logs"}) {
                    PrivateFiles.createFolder(root.resolve(name));
                }
                opened = true;
                return new DataFolder(root, lock);
            } finally {
                if (!opened) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new StartupException("The data folder " + asked + " cannot be written ("
                    + e.getClass().getSimpleName() + "): check its owner, or choose another folder with --data DIR.");
        }
    }

    /** The process holds the lock, so it is released however the process ends. */
    private static FileChannel lock(Path root) throws IOException {
        var file = root.resolve(LOCK);
        var channel = FileChannel.open(
                file,
                Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PrivateFiles.newFile(file));
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // another run in this process
        }
        channel.close();
        throw new StartupException("Another run uses the data folder " + root
                + ": end that run, or start this one with another folder and port, as in PORT=9080 ./run"
                + " --data DIR.");
    }

    private static void tighten(Path root, Consumer<String> messages) throws IOException {
        var open = PrivateFiles.isOpenToOthers(root);
        var changed = PrivateFiles.tighten(root);
        if (open && changed > 1) {
            messages.accept("Other users of this machine could read the data folder"
                    + " " + root + ", which contains session ids,"
                    + " password hashes and logs. Now only its owner can. If you do not trust all these users, delete"
                    + " the folder"
                    + " and start again.");
        }
    }

    public Path root() {
        return root;
    }

    public Path redis() {
        return root.resolve("redis");
    }

    /** Returns the folder of a Redis Cluster's servers; it may not exist. */
    public Path cluster() {
        return root.resolve("cluster");
    }

    public Path database() {
        return root.resolve("database");
    }

    public Path log(String of) {
        return root.resolve("logs").resolve(of + ".log");
    }

    /**
     * Returns the same for a process that appends to it: creates it unreadable for other users, and rotates a large
     * one.
     */
    public Path createLog(String of) throws IOException {
        var log = log(of);
        if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
            Files.move(log, log(of + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            Files.createFile(log, PrivateFiles.newFile(log));
        }
        return log;
    }

    public Path secretFile(String name) {
        return root.resolve("secrets").resolve(name);
    }

    /** Writes a file with a secret for this start only. */
    public Path secretFile(String name, String content) throws IOException {
        var file = secretFile(name);
        PrivateFiles.write(file, content + "\n");
        return file;
    }

    /** Returns a secret of this folder: random at first use, and the same from then on. */
    public String secret(String name) throws IOException {
        return Files.readString(lasting(name, random())).strip();
    }

    /**
     * Returns the file with the ring that seals sessions, in the format of the manager's setting
     * {@code encryptionKeys}.
     */
    public Path keys() throws IOException {
        return lasting("session-keys", "k1:" + random());
    }

    /**
     * Returns the file with the key for session ids in Redis, in the format of the manager's setting {@code hashedIds}.
     */
    public Path idKey() throws IOException {
        return lasting("session-id-key", Base64.getEncoder().encodeToString(randomBytes()));
    }

    private Path lasting(String name, String first) throws IOException {
        var file = secretFile(name);
        return Files.exists(file) ? file : secretFile(name, first);
    }

    /** 256 bits in Base64url. */
    public static String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
    }

    private static byte[] randomBytes() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Releases the lock, so that another run may use the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
