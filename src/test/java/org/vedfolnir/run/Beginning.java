package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.server.DatabaseServer;
import org.vedfolnir.run.site.Site;

/** The state of a site right after its administrator created the account. A test class that shares the site starts there. */
final class Beginning {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Each after those that it refers to. */
    private static final List<String> TABLES =
            List.of("account", "account_link", "platform_connection", "audit_event", "audit_session");

    private final Site site;
    private final DataProbe witness;
    private final Insight insight;

    private Beginning(OpenSite open) {
        this.site = open.site();
        this.witness = open.witness();
        this.insight = open.insight();
    }

    /** Keeps the current state. */
    static Beginning of(OpenSite open) throws Exception {
        var beginning = new Beginning(open);
        beginning.awaitEvents();
        var statements = new ArrayList<>(List.of("create schema beginning"));
        TABLES.forEach(
                table -> statements.add("create table beginning.%s as select * from %s".formatted(table, table)));
        beginning.run(statements);
        return beginning;
    }

    /** Restores the state, with no user signed in. */
    void restore() throws Exception {
        awaitEvents();
        insight.forgetSessions();
        insight.forgetTries();
        var statements = new ArrayList<String>();
        TABLES.forEach(table -> statements.add("delete from " + table));
        Collections.reverse(statements);
        TABLES.forEach(table -> statements.add("insert into %s select * from beginning.%s".formatted(table, table)));
        run(statements);
    }

    private void awaitEvents() throws Exception {
        assertThat(DataProbe.within(PATIENCE, () -> witness.waitingEvents() == 0))
                .as("all events have reached the database")
                .isTrue();
    }

    private void run(List<String> statements) throws SQLException {
        try (Connection database =
                        DriverManager.getConnection(site.databaseUrl(), DatabaseServer.USER, site.databasePassword());
                var statement = database.createStatement()) {
            database.setAutoCommit(false);
            for (var each : statements) {
                statement.execute(each);
            }
            database.commit();
        }
    }
}
