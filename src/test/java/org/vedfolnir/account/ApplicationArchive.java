package org.vedfolnir.account;

import java.io.IOException;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.testing.TestFolders;

/** The classes of the application as an archive for a container in the process of the test, with the manager and a database of its own. */
public final class ApplicationArchive {

    private ApplicationArchive() {}

    public static WebArchive make(String name, String redisUrl) throws IOException {
        System.setProperty("vedfolnir.redisUrl", redisUrl);
        System.setProperty(
                "vedfolnir.databaseUrl",
                "jdbc:h2:file:" + TestFolders.make("vedfolnir-" + name).resolve("db"));
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackages(
                        true,
                        // their beans replace those that a container does not have
                        Filters.exclude(".*/(audit|database)/[^/]*Test[^/]*\\.class"),
                        "org.vedfolnir.account",
                        "org.vedfolnir.audit",
                        "org.vedfolnir.database",
                        "org.vedfolnir.instance",
                        "org.vedfolnir.platform",
                        "org.vedfolnir.tab",
                        "org.vedfolnir.web")
                .addAsResource("META-INF/vedfolnir-persistence.xml")
                .addAsResource("db/migration/V1__accounts_platforms_audit.sql")
                .addAsResource("db/migration/V2__shared_secret.sql")
                .addAsResource("db/migration/V3__account_state.sql")
                .addAsResource("db/migration/V4__account_links.sql")
                .addAsResource("db/migration/V5__platform_tokens.sql")
                .addAsResource("db/migration/V6__kept_session.sql")
                .addAsResource("db/migration/V7__audit_ids.sql")
                .addAsResource("db/migration/V8__folded_names.sql")
                .addAsResource("db/migration/V9__ends_after_failovers.sql")
                .addAsManifestResource(
                        new StringAsset("<Context><Manager className='" + VedfolnirSessionManager.class.getName()
                                + "'/></Context>"),
                        "context.xml");
    }
}
