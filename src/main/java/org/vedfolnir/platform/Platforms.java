package org.vedfolnir.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vedfolnir.account.AccountDeleted;
import org.vedfolnir.account.FirstAccount;
import org.vedfolnir.database.Transactions;

/** The connections in the database. Thread-safe. */
@ApplicationScoped
public class Platforms {

    @Inject
    @SuppressWarnings("NullAway.Init")
    Transactions transactions;

    /** A person's active connections, the preferred one first. */
    public List<PlatformConnection> of(long accountId) {
        return transactions.in(entities -> entities.createQuery(
                        "select p from PlatformConnection p where p.accountId = :account and p.active = true"
                                + " order by p.preferred desc, p.name",
                        PlatformConnection.class)
                .setParameter("account", accountId)
                .getResultList());
    }

    /** A person's own active connection; empty for somebody else's, as for one that does not exist. */
    Optional<PlatformConnection> find(long accountId, long id) {
        return of(accountId).stream()
                .filter(connection -> Long.valueOf(id).equals(connection.getId()))
                .findFirst();
    }

    /** What is hers goes with her. */
    void forget(@Observes AccountDeleted deleted) {
        deleted.entities()
                .createQuery("delete from PlatformConnection p where p.accountId = :account")
                .setParameter("account", deleted.account().getId())
                .executeUpdate();
    }

    /** So that whoever tries the application has something to switch between. */
    void seed(@Observes FirstAccount first) {
        var owner = Objects.requireNonNull(first.account().getId(), "The first account was never stored.");
        first.entities()
                .persist(new PlatformConnection(
                        owner, "Mastodon demo", PlatformType.MASTODON, "https://mastodon.example.com", true));
        first.entities()
                .persist(new PlatformConnection(
                        owner, "Pixelfed demo", PlatformType.PIXELFED, "https://pixelfed.example.com", false));
    }
}
