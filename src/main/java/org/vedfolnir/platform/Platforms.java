package org.vedfolnir.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountAuditLog;
import org.vedfolnir.account.AccountDeleted;
import org.vedfolnir.account.AccountSessions;
import org.vedfolnir.account.FirstAccount;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;

/** The connections in the database. Thread-safe. */
@ApplicationScoped
public class Platforms {

    @Inject
    Transactions transactions;

    @Inject
    AccountSessions accountSessions;

    @Inject
    TokenEncryption tokens;

    @Inject
    AccountAuditLog auditLog;

    @Inject
    Settings settings;

    /** The maximum per user: all of them are read at each change and for each list. */
    static final int MOST = 100;

    /** The result of a change. */
    enum Outcome {
        DONE,
        /** Another connection of the user has this name. */
        NAME_TAKEN,
        /** The user has the maximum number of connections. */
        TOO_MANY,
        /** The connection belongs to another user or was deleted. */
        GONE
    }

    /** The active connections of a user, the default one first. */
    public List<PlatformConnection> of(long accountId) {
        return all(accountId).stream().filter(PlatformConnection::isActive).toList();
    }

    /** All connections of a user; inactive ones come last. */
    List<PlatformConnection> all(long accountId) {
        return transactions.in(entities -> all(entities, accountId));
    }

    private static List<PlatformConnection> all(EntityManager entities, long accountId) {
        return entities.createQuery(
                        "select p from PlatformConnection p where p.accountId = :account"
                                + " order by p.active desc, p.preferred desc, p.name",
                        PlatformConnection.class)
                .setParameter("account", accountId)
                .getResultList();
    }

    /** An active connection of the user; empty if it belongs to another user or does not exist. */
    public Optional<PlatformConnection> find(long accountId, long id) {
        return own(accountId, id).filter(PlatformConnection::isActive);
    }

    /** The same, active or not. */
    Optional<PlatformConnection> own(long accountId, long id) {
        return byId(all(accountId), id);
    }

    private static Optional<PlatformConnection> byId(List<PlatformConnection> connections, long id) {
        return connections.stream()
                .filter(connection -> Long.valueOf(id).equals(connection.getId()))
                .findFirst();
    }

    /** Adds a connection. The first one becomes the default. */
    Outcome add(long accountId, PlatformDetails details) {
        var outcome = change(accountId, (entities, own) -> {
            if (isTaken(details.name(), own)) {
                return Outcome.NAME_TAKEN;
            }
            if (own.size() >= MOST) {
                return Outcome.TOO_MANY;
            }
            var added = new PlatformConnection(
                    accountId,
                    details.name(),
                    details.type(),
                    details.instance().toString(),
                    false);
            entities.persist(added);
            keepToken(added, details);
            return Outcome.DONE;
        });
        return recorded("added", details.name(), outcome);
    }

    /** Changes a connection. A token is for one server: a new address deletes the stored token. */
    Outcome change(long accountId, long id, PlatformDetails details) {
        return change("changed", accountId, id, (entities, own, connection) -> {
            if (isTaken(
                    details.name(),
                    own.stream().filter(other -> other != connection).toList())) {
                return Outcome.NAME_TAKEN;
            }
            if (!connection.getInstanceUrl().equals(details.instance().toString())) {
                connection.keep(null);
            }
            connection.change(details);
            keepToken(connection, details);
            return Outcome.DONE;
        });
    }

    /** Makes a connection the default, which is selected at the sign-in. */
    Outcome prefer(long accountId, long id) {
        return change("preferred", accountId, id, (entities, own, connection) -> {
            if (!connection.isActive()) {
                return Outcome.GONE;
            }
            own.forEach(each -> each.prefer(each == connection));
            return Outcome.DONE;
        });
    }

    Outcome delete(long accountId, long id) {
        return change("deleted", accountId, id, (entities, own, connection) -> {
            entities.remove(connection);
            return Outcome.DONE;
        });
    }

    /** The token of a connection, for immediate use. If it was encrypted with an older key, it is encrypted again with the current one. */
    Optional<String> token(PlatformConnection connection) {
        return tokens.open(connection).map(opened -> {
            if (opened.outdated()) {
                sealAnew(connection, opened.text());
            }
            return opened.text();
        });
    }

    /** Has no effect if the token was changed in the meantime. */
    private void sealAnew(PlatformConnection connection, String token) {
        var sealed = tokens.seal(connection, token);
        transactions.in(entities -> entities.createQuery("update PlatformConnection p set p.accessToken = :sealed"
                        + " where p.id = :id and p.accessToken = :before")
                .setParameter("sealed", sealed)
                .setParameter("id", connection.getId())
                .setParameter("before", connection.getAccessToken())
                .executeUpdate());
    }

    private void keepToken(PlatformConnection connection, PlatformDetails details) {
        if (details.token() != null) {
            connection.keep(tokens.seal(connection, details.token()));
        }
    }

    private static boolean isTaken(String name, List<PlatformConnection> others) {
        return others.stream().anyMatch(other -> other.getName().equalsIgnoreCase(name));
    }

    private interface OneChange {
        Outcome make(EntityManager entities, List<PlatformConnection> own, PlatformConnection connection);
    }

    private Outcome change(String what, long accountId, long id, OneChange change) {
        var name = new AtomicReference<>("");
        var outcome = change(accountId, (entities, own) -> byId(own, id)
                .map(connection -> {
                    name.set(connection.getName());
                    return change.make(entities, own, connection);
                })
                .orElse(Outcome.GONE));
        return recorded(what, Objects.requireNonNullElse(name.get(), ""), outcome);
    }

    private Outcome recorded(String what, String name, Outcome outcome) {
        if (outcome == Outcome.DONE) {
            auditLog.record(what + " the connection " + name);
        }
        return outcome;
    }

    /** Makes one change of the connections of an account at a time. The sessions of the account are notified in the same transaction. */
    private Outcome change(long accountId, BiFunction<EntityManager, List<PlatformConnection>, Outcome> change) {
        return transactions.in(entities -> {
            entities.find(Account.class, accountId, LockModeType.PESSIMISTIC_WRITE);
            var outcome = change.apply(entities, all(entities, accountId));
            if (outcome == Outcome.DONE) {
                preferOne(all(entities, accountId));
                accountSessions.reloadAll(entities, accountId);
            }
            return outcome;
        });
    }

    /** Of the active connections exactly one is the default: the previous one, which is first in the list, otherwise the first by name. */
    private static void preferOne(List<PlatformConnection> own) {
        var preferred = own.stream().filter(PlatformConnection::isActive).findFirst();
        own.forEach(each -> each.prefer(preferred.isPresent() && preferred.get() == each));
    }

    /** Deletes the connections of a deleted account. */
    void forget(@Observes AccountDeleted deleted) {
        deleted.entities()
                .createQuery("delete from PlatformConnection p where p.accountId = :account")
                .setParameter("account", deleted.account().getId())
                .executeUpdate();
    }

    /** With {@code DEMO_CONNECTIONS}, adds two connections to switch between, for users who try the application. */
    void seed(@Observes FirstAccount first) {
        if (!settings.flag(ApplicationSetting.DEMO_CONNECTIONS)) {
            return;
        }
        var owner = Objects.requireNonNull(first.account().getId(), "The first account has no id yet. Store it first.");
        first.entities()
                .persist(new PlatformConnection(
                        owner, "Mastodon demo", PlatformType.MASTODON, "https://mastodon.example.com", true));
        first.entities()
                .persist(new PlatformConnection(
                        owner, "Pixelfed demo", PlatformType.PIXELFED, "https://pixelfed.example.com", false));
    }
}
