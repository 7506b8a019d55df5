package org.vedfolnir.run.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.engine.SysProperties;
import org.h2.tools.Server;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.PrivateFiles;
import org.vedfolnir.run.system.StartupException;

/**
 * An H2 file, served to the nodes on the loopback: a killed node takes no data with it. H2 runs Java code for an
 * administrator of a database that it opens. So this server opens only its own file, by a name that is random at each
 * start, and the nodes' user is not an administrator: it can create tables, but neither functions nor files.
 */
public final class DatabaseServer implements AutoCloseable {

    public static final String USER = "vedfolnir";

    private static final String OWNER = "owner";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String WRONG_USER = "28000";

    static {
        // H2 reads it once per process; without it, H2 listens on all interfaces
        System.setProperty("h2.bindAddress", LOOPBACK);
    }

    private final Server server;
    private final String url;
    private final String password;

    private DatabaseServer(Server server, String url, String password) {
        this.server = server;
        this.url = url;
        this.password = password;
    }

    public static DatabaseServer start(DataFolder data) throws IOException {
        if (!LOOPBACK.equals(SysProperties.BIND_ADDRESS)) {
            throw new StartupException("The database would listen on " + SysProperties.BIND_ADDRESS
                    + ", which other machines can reach: remove h2.bindAddress, or set it to " + LOOPBACK + ".");
        }
        var file = data.database().resolve("vedfolnir");
        var password = data.secret("database-password");
        var name = DataFolder.random();
        try {
            prepare("jdbc:h2:file:" + file, password, data.secret("database-owner-password"));
            PrivateFiles.tighten(data.database());
            var server =
                    Server.createTcpServer(options(data.database(), file, name)).start();
            return new DatabaseServer(
                    server, "jdbc:h2:tcp://" + LOOPBACK + ":" + server.getPort() + "/" + name, password);
        } catch (SQLException e) {
            throw new StartupException("The database file " + file + " cannot be opened (" + e.getMessage()
                    + "): another program may use it; give each run its own folder with --data DIR.");
        }
    }

    /** {@code -key}: a client with another name gets "wrong user name or password", and H2 opens no file for it. */
    private static String[] options(Path folder, Path file, String name) {
        return new String[] {"-tcpPort", "0", "-ifExists", "-baseDir", folder.toString(), "-key", name, file.toString()
        };
    }

    /**
     * Creates the database if there is none, and grants the nodes' user its rights. The server itself never creates
     * one.
     */
    private static void prepare(String url, String password, String ownerPassword) throws SQLException {
        try (var connection = owner(url, password, ownerPassword);
                var statement = connection.createStatement()) {
            statement.execute("create user if not exists " + USER + " password '" + password + "'");
            statement.execute("alter user " + USER + " admin false");
            statement.execute("grant alter any schema to " + USER);
        }
    }

    private static Connection owner(String url, String password, String ownerPassword) throws SQLException {
        try {
            return DriverManager.getConnection(url, OWNER, ownerPassword);
        } catch (SQLException e) {
            if (!WRONG_USER.equals(e.getSQLState())) {
                throw e;
            }
        }
        // in files of 0.1 the user was the owner
        try (var connection = DriverManager.getConnection(url, USER, password);
                var statement = connection.createStatement()) {
            statement.execute("create user " + OWNER + " password '" + ownerPassword + "' admin");
        }
        return DriverManager.getConnection(url, OWNER, ownerPassword);
    }

    public String url() {
        return url;
    }

    public String password() {
        return password;
    }

    @Override
    public void close() {
        server.stop();
    }
}
