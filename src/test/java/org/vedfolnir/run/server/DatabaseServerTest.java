package org.vedfolnir.run.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.run.system.DataFolder;

/** The database of a run, as another user of the machine finds it. */
class DatabaseServerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private DataFolder data;
    private DatabaseServer server;

    @BeforeEach
    void start() throws Exception {
        data = DataFolder.open(folder.resolve("data"), line -> {});
        server = DatabaseServer.start(data);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        data.close();
    }

    @Test
    void rejectsADatabaseOutsideItsFolder() throws Exception {
        var theirs = folder.resolve("evil/db");
        DriverManager.getConnection("jdbc:h2:file:" + theirs, "sa", "word").close();

        for (var name : List.of(
                theirs.toString(),
                "file:" + theirs,
                "nio:" + theirs,
                "../../evil/db",
                "../evil/db",
                "~/db",
                "zip:" + theirs + ".zip!/db",
                "mem:x",
                "mem:management_db_" + port(),
                "management_db_" + port(),
                data.database().resolve("vedfolnir").toString(),
                "vedfolnir",
                "")) {
            for (var login : List.of("sa word", DatabaseServer.USER + " " + server.password())) {
                assertThatThrownBy(() -> open(name, login).close())
                        .as(name)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("Wrong user name or password");
            }
        }
    }

    @Test
    void rejectsAWrongPasswordAndCreatesNoUser() {
        var name = server.url().substring(server.url().lastIndexOf('/') + 1);
        for (var login : List.of("sa ", "sa word", "owner ", "vedfolnir ", "owner " + server.password())) {
            assertThatThrownBy(() -> open(name + ";INIT=create user eve password 'x' admin", login + " "))
                    .as(login)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Wrong user name or password");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create alias run as $$ void run(String what) throws Exception { Runtime.getRuntime().exec(what); } $$",
                "create trigger run before insert on t as $$ org.h2.api.Trigger run() { return null; } $$",
                "call file_read('/etc/passwd')",
                "call file_write('x', '/tmp/x')",
                "call csvwrite('/tmp/x', 'select 1')",
                "script to '/tmp/x'",
                "runscript from '/tmp/x'",
                "backup to '/tmp/x'",
                "create linked table x('', 'jdbc:h2:mem:x', 'sa', '', 't')",
                "create user eve password 'x' admin",
                "alter user vedfolnir admin true"
            })
    void whatReachesTheSystemNeedsAnotherUserThanTheNodes(String statement) throws Exception {
        try (var connection = nodes();
                var statements = connection.createStatement()) {
            statements.execute("create table t(i int)");
            assertThatThrownBy(() -> statements.execute(statement)).hasMessageContaining("Admin rights are required");
        }
    }

    @Test
    void restrictsTheFileOfAnEarlierRunAndKeepsItsRows() throws Exception {
        var before = DataFolder.open(folder.resolve("before"), line -> {});
        var url = "jdbc:h2:file:" + before.database().resolve("vedfolnir");
        try (var connection =
                        DriverManager.getConnection(url, DatabaseServer.USER, before.secret("database-password"));
                var statements = connection.createStatement()) {
            statements.execute("create table t(i int)");
            statements.execute("insert into t values(4711)");
        }
        try (before;
                var opened = DatabaseServer.start(before);
                var connection = DriverManager.getConnection(opened.url(), DatabaseServer.USER, opened.password());
                var statements = connection.createStatement()) {
            statements.execute("alter table t add j int");
            statements.execute("insert into t values(1, 2)");
            try (var rows = statements.executeQuery("select sum(i) from t")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(4712);
            }
            assertThatThrownBy(() -> statements.execute("create user eve password 'x' admin"))
                    .hasMessageContaining("Admin rights are required");
        }
    }

    @Test
    void listensOnThisMachineOnly() throws Exception {
        assertThat(connects(new InetSocketAddress("127.0.0.1", port()))).isTrue();
        for (var address : NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !"127.0.0.1".equals(address.getHostAddress()))
                .toList()) {
            assertThat(connects(new InetSocketAddress(address, port())))
                    .as("%s", address)
                    .isFalse();
        }
    }

    private static boolean connects(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private int port() {
        return Integer.parseInt(server.url().replaceAll(".*:(\\d+)/.*", "$1"));
    }

    private Connection nodes() throws SQLException {
        return DriverManager.getConnection(server.url(), DatabaseServer.USER, server.password());
    }

    /** @param login name and password */
    private Connection open(String database, String login) throws SQLException {
        var words = login.split(" ", 2);
        return DriverManager.getConnection("jdbc:h2:tcp://127.0.0.1:" + port() + "/" + database, words[0], words[1]);
    }
}
