package org.vedfolnir.account.setup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.AccountSessions;
import org.vedfolnir.account.FoldedName;
import org.vedfolnir.database.DatabaseUnavailability;
import org.vedfolnir.database.Transactions;

/**
 * Fills in the folded names of accounts that an earlier version created or renamed. Runs at each start, because a node of that version may have run
 * until a moment ago. Thread-safe.
 */
@ApplicationScoped
class FoldedNameBackfill {

    private static final System.Logger LOG = System.getLogger(FoldedNameBackfill.class.getName());
    private static final int MOST_SAID = 20;

    @Inject
    Transactions transactions;

    /** The columns of an account. */
    private record Row(
            long id,
            String username,
            String email,
            @Nullable String usernameFolded,
            @Nullable String emailFolded) {

        Row(Object[] columns) {
            this((Long) columns[0], (String) columns[1], (String) columns[2], (String) columns[3], (String) columns[4]);
        }

        Row folded(@Nullable String name, @Nullable String address) {
            return new Row(id, username, email, name, address);
        }

        /** Id and name for the log, on one line: an id alone would not help an administrator. */
        String shown() {
            return id + " (" + username.replaceAll("\\p{C}", "?") + ")";
        }
    }

    /** Two accounts with the same folded name, which is stored for the first one. */
    private record Clash(String what, Row first, Row other) {}

    /** Neither a clash of names nor another failure stops the start: a row without folded names is found all the same. */
    void fillIn() {
        List<Clash> clashes;
        try {
            clashes = transactions.withLock(AccountSessions.LOCK, FoldedNameBackfill::fillIn);
        } catch (RuntimeException e) {
            if (DatabaseUnavailability.isCauseOf(e)) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The folded names of accounts could not be filled in. Sign-ins work, but take longer if there"
                            + " are many accounts. Please report this message.",
                    e);
            return;
        }
        clashes.stream().limit(MOST_SAID).forEach(FoldedNameBackfill::tell);
        var more = clashes.size() - MOST_SAID;
        if (more > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "There are {0} more such pairs of accounts. The next start names some of those that are left.",
                    more);
        }
    }

    private static void tell(Clash clash) {
        LOG.log(
                System.Logger.Level.WARNING,
                "The accounts {0} and {1} have the same {2}, apart from upper and lower case and compatible forms of"
                        + " Unicode. Each can sign in with its exact spelling only. Change one of them on the page"
                        + " /users.",
                clash.first().shown(),
                clash.other().shown(),
                clash.what());
    }

    private static List<Clash> fillIn(EntityManager entities) {
        var clashes = new ArrayList<Clash>();
        var usernames = new HashMap<String, Row>();
        var emails = new HashMap<String, Row>();
        var before = new ArrayList<Row>();
        var after = new ArrayList<Row>();
        for (var row : rows(entities)) {
            var folded = row.folded(
                    unlessTaken(usernames, row.username(), row, "user name", clashes),
                    unlessTaken(emails, row.email(), row, "e-mail address", clashes));
            if (!folded.equals(row)) {
                before.add(row);
                after.add(folded);
            }
        }
        // first remove wrong values: another row may be about to get them
        for (var i = 0; i < before.size(); i++) {
            var was = before.get(i);
            if (was.usernameFolded() != null || was.emailFolded() != null) {
                write(entities, was.folded(null, null));
            }
        }
        after.forEach(row -> write(entities, row));
        return clashes;
    }

    private static List<Row> rows(EntityManager entities) {
        return entities.createQuery(
                        "select a.id, a.username, a.email, a.usernameFolded, a.emailFolded from Account a order by"
                                + " a.id",
                        Object[].class)
                .getResultStream()
                .map(Row::new)
                .toList();
    }

    private static @Nullable String unlessTaken(
            Map<String, Row> taken, String name, Row row, String what, List<Clash> clashes) {
        var folded = FoldedName.stored(name);
        var first = folded == null ? null : taken.putIfAbsent(folded, row);
        if (first != null) {
            clashes.add(new Clash(what, first, row));
            return null;
        }
        return folded;
    }

    private static void write(EntityManager entities, Row row) {
        entities.createQuery(
                        "update Account a set a.usernameFolded = :username, a.emailFolded = :email where a.id = :id")
                .setParameter("username", row.usernameFolded())
                .setParameter("email", row.emailFolded())
                .setParameter("id", row.id())
                .executeUpdate();
    }
}
