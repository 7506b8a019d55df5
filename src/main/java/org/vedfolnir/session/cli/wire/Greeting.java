package org.vedfolnir.session.cli.wire;

import java.io.IOException;
import java.util.function.BiConsumer;
import org.vedfolnir.session.store.redis.settings.RedisLogin;
import org.vedfolnir.session.store.redis.settings.RedisServers.Address;

/** Logs in to a Redis, and checks whether it serves. */
record Greeting(Address address, RedisConnection connection) {

    private static final String PASSWORD_SETTINGS =
            "REDIS_USERNAME and REDIS_PASSWORD_FILE (or REDIS_PASSWORD), or the login in REDIS_URL_FILE";

    void authenticate(RedisLogin login, int database, BiConsumer<Stage, String> passed)
            throws IOException, ConnectionFailedException {
        if (login.password() != null) {
            check(
                    login.user() == null
                            ? connection.command("AUTH", login.password())
                            : connection.command("AUTH", login.user(), login.password()));
        }
        check(connection.command("PING"));
        if (database != 0) {
            check(connection.command("SELECT", Integer.toString(database)));
        }
        passed.accept(
                Stage.AUTHENTICATION,
                login.password() == null
                        ? "Redis asks for no password"
                        : "logged in as " + (login.user() == null ? "the default user" : login.user()));
    }

    private void check(RedisReply reply) throws ConnectionFailedException {
        if (reply instanceof RedisReply.Failed failed) {
            throw refused(failed.message());
        }
    }

    private ConnectionFailedException refused(String message) {
        if (message.startsWith("WRONGPASS") || message.startsWith("ERR invalid password")) {
            return failed(
                    "Redis at " + address + " rejects the user or the password.", "Correct " + PASSWORD_SETTINGS + ".");
        } else if (message.startsWith("NOAUTH")) {
            return failed(
                    "Redis at " + address + " asks for a password, and none is set.", "Set " + PASSWORD_SETTINGS + ".");
        } else if (message.contains("without any password configured")) {
            return failed(
                    "A password is set, and Redis at " + address + " has none for the default user.",
                    "Remove the password here, or set requirepass or a user in Redis.");
        } else if (message.startsWith("NOPERM")) {
            return failed(
                    "This user of Redis at " + address + " may not run PING or SELECT.",
                    "Give it the rights of server-config/redis/users.acl.");
        } else if (message.startsWith("LOADING")) {
            return failed("Redis at " + address + " still reads its file.", "Wait, and read its log.");
        }
        return failed("Redis at " + address + " refuses to serve: " + message + ".", "Read the log of Redis.");
    }

    /** Something accepted the connection, and gave no reply that is one of Redis. */
    static ConnectionFailedException unanswered(Address address, IOException failure) {
        return failed(
                address + " accepts connections and does not reply as Redis does (" + failure.getMessage() + ").",
                "Check the port, whether it needs TLS (rediss://), and whether Redis hangs.");
    }

    private static ConnectionFailedException failed(String found, String remedy) {
        return new ConnectionFailedException(Stage.AUTHENTICATION, found, remedy);
    }
}
