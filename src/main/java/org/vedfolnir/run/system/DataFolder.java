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
 * The folder of everything that one run keeps: {@code redis/} or {@code cluster/}, {@code database/}, {@code secrets/}, {@code logs/}. It is
 * locked until it is closed, and only its owner may read it.
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
     * Creates what is missing, and takes permissions of others away that an earlier run left.
     *
     * @param say gets a sentence when others could read it until now
     * @throws StartupException when it cannot be made or written, belongs to somebody else, or another run uses it; nothing is changed then
     */
    public static DataFolder open(Path asked, Consumer<String> say) {
        try {
            PrivateFiles.createFolder(asked);
            var root = asked.toRealPath();
            PrivateFiles.requireOwn(root);
            var lock = lock(root);
            var opened = false;
            try {
                tighten(root, say);
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
                    + e.getClass().getSimpleName() + "): check who owns it, or choose another with --data DIR.");
        }
    }

    /** Held by the process: however it ends, the lock goes with it. */
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
            // another run in this very process
        }
        channel.close();
        throw new StartupException(
                "Another run uses the data folder " + root
                        + ": end that one, or start this one beside it with a folder and a port of its own, as in PORT=9080 ./run --data DIR.");
    }

    private static void tighten(Path root, Consumer<String> say) throws IOException {
        var open = PrivateFiles.isOpenToOthers(root);
        var changed = PrivateFiles.tighten(root);
        if (open && changed > 1) {
            say.accept("Other users of this machine could read the data folder " + root + ", which holds session ids,"
                    + " password hashes and logs. Now only its owner can. If you do not trust all of them, delete the folder"
                    + " and begin anew.");
        }
    }

    public Path root() {
        return root;
    }

    public Path redis() {
        return root.resolve("redis");
    }

    /** Of the servers of a Redis Cluster; it may not exist. */
    public Path cluster() {
        return root.resolve("cluster");
    }

    public Path database() {
        return root.resolve("database");
    }

    public Path log(String of) {
        return root.resolve("logs").resolve(of + ".log");
    }

    /** The same, for a process that appends to it: it exists then, others cannot read it, and what was large is the file before. */
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

    /** A file with a secret that is good until the next start. */
    public Path secretFile(String name, String content) throws IOException {
        var file = secretFile(name);
        PrivateFiles.write(file, content + "\n");
        return file;
    }

    /** A secret of this folder: random when it is first asked for, and the same ever after. */
    public String secret(String name) throws IOException {
        return Files.readString(lasting(name, random())).strip();
    }

    /** The ring that seals sessions, as the manager's setting {@code encryptionKeys} wants it. */
    public Path keys() throws IOException {
        return lasting("session-keys", "k1:" + random());
    }

    /** The key of the ids that Redis knows sessions by, as the manager's setting {@code hashedIds} wants it. */
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

    /** Another run may use it. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
