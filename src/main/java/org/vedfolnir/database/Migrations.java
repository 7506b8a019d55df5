package org.vedfolnir.database;

import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Migrates the tables to the version of this application, on one node at a time. */
final class Migrations {

    private static final System.Logger LOG = System.getLogger(Migrations.class.getName());
    /** The migration of a large table may take long. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** V1 did not name it. */
    private static final String IN_H2 =
            "execute immediate 'alter table audit_event drop constraint ' || (select quote_ident(constraint_name)"
                    + " from information_schema.key_column_usage where table_schema = current_schema"
                    + " and lower(table_name) = 'audit_event' and lower(column_name) = 'feed_id')";

    private static final String IN_POSTGRES = "alter table audit_event drop constraint audit_event_feed_id_key";

    private Migrations() {}

    static void run(DatabaseSettings where) {
        var flyway = configuration(where).load();
        flyway.migrate();
        for (var migration : flyway.info().all()) {
            if (migration.getState().isApplied() && !migration.getState().isResolved()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "A newer version has migrated the database to version {0}, which this version does not have."
                                + " This node continues, as in a rolling upgrade; upgrade it too.",
                        migration.getVersion());
            }
        }
    }

    static FluentConfiguration configuration(DatabaseSettings where) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(new DriverSource(where, LONGEST))
                .locations("classpath:db/migration")
                .placeholders(Map.of("drop_unique_feed_id", where.isH2() ? IN_H2 : IN_POSTGRES));
    }
}
