package org.vedfolnir.run;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.tools.Server;

/** An H2 file, served to the nodes on the loopback: a node that is killed takes nothing with it. */
final class DatabaseServer implements AutoCloseable {

    static final String USER = "vedfolnir";

    private final Server server;
    private final String url;
    private final String password;

    private DatabaseServer(Server server, String url, String password) {
        this.server = server;
        this.url = url;
        this.password = password;
    }

    static DatabaseServer start(DataFolder data) throws IOException {
        var password = data.secret("database-password");
        var file = data.database().resolve("vedfolnir");
        try {
            // created here: the server opens what exists, and makes nothing for whoever asks
            DriverManager.getConnection("jdbc:h2:file:" + file, USER, password).close();
            var server = Server.createTcpServer("-tcpPort", "0", "-ifExists").start();
            return new DatabaseServer(server, "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + file, password);
        } catch (SQLException e) {
            throw new CannotRunException("The database file " + file + " cannot be opened (" + e.getMessage()
                    + "): another run may use it; give each its own folder with --data DIR.");
        }
    }

    String url() {
        return url;
    }

    String password() {
        return password;
    }

    @Override
    public void close() {
        server.stop();
    }
}
