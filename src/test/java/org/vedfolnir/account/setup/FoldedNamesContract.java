package org.vedfolnir.account.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountChangeRejectedException;
import org.vedfolnir.account.AccountDetails;
import org.vedfolnir.account.Accounts;
import org.vedfolnir.account.AccountsOf;
import org.vedfolnir.account.FoldedName;
import org.vedfolnir.account.FoldedNames;
import org.vedfolnir.account.Role;
import org.vedfolnir.database.TestDatabase;
import org.vedfolnir.testing.Logged;

/** Accounts are found under each spelling of their name, whatever the database takes for upper and lower case. */
abstract class FoldedNamesContract {

    private TestDatabase database;
    private Accounts accounts;
    private final FoldedNameBackfill names = new FoldedNameBackfill();

    /** Of an empty database. */
    abstract String url() throws Exception;

    @BeforeEach
    void open() throws Exception {
        var url = url();
        TestDatabase.migrateTo("7", url);
        database = new TestDatabase(url);
        accounts = AccountsOf.transactions(database.transactions());
        names.transactions = database.transactions();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    /** Sharp s, full-width letters, a ligature, final sigma, dotted capital i. */
    @ParameterizedTest
    @CsvSource({
        "Stra\u00dfe, STRASSE",
        "STRASSE, stra\u00dfe",
        "\uff41\uff44\uff41, ada",
        "ada, \uff21\uff24\uff21",
        "\ufb01nn, FINN",
        "\u039f\u0394\u039f\u03a3, \u03bf\u03b4\u03bf\u03c2",
        "\u03bf\u03b4\u03bf\u03c2, \u039f\u0394\u039f\u03a3",
        "\u0130nci, i\u0307NCI",
        "i\u0307nci, \u0130nci"
    })
    void findsAnAccountByEachSpellingOfItsNameAndAddress(String stored, String typed) {
        add(stored, stored + "@example.com");

        assertThat(accounts.findByName(typed).map(Account::getUsername)).contains(stored);
        assertThat(accounts.findByName(typed + "@EXAMPLE.com").map(Account::getUsername))
                .contains(stored);
        assertThatThrownBy(() -> requireUnused(typed, "free@example.com", 0))
                .isInstanceOf(AccountChangeRejectedException.class);
        assertThatThrownBy(() -> requireUnused("free", typed + "@example.com", 0))
                .isInstanceOf(AccountChangeRejectedException.class);
    }

    @ParameterizedTest
    @CsvSource({"Stra\u00dfe, STRASSE", "\uff41\uff44\uff41, ada", "\u039f\u0394\u039f\u03a3, \u03bf\u03b4\u03bf\u03c2"
    })
    void findsAnAccountOfAnEarlierVersionBeforeAndAfterTheBackfill(String stored, String typed) {
        addAsBefore(101, stored, stored + "@example.com");
        assertThat(accounts.findByName(typed).map(Account::getUsername)).contains(stored);
        assertThatThrownBy(() -> requireUnused(typed, "free@example.com", 0))
                .isInstanceOf(AccountChangeRejectedException.class);

        names.fillIn();
        names.fillIn();
        assertThat(rows()).containsExactly(FoldedName.of(typed) + " " + FoldedName.of(typed) + "@example.com");
        assertThat(accounts.findByName(typed).map(Account::getUsername)).contains(stored);
    }

    @Test
    void reportsEarlierAccountsWithEqualFoldedNamesAndFindsThemByExactSpelling() {
        addAsBefore(101, "Bob", "BOB@example.com");
        addAsBefore(102, "bob", "bob2@example.com");
        addAsBefore(103, "carol", "bob@example.com");
        try (var log = new Logged(FoldedNameBackfill.class.getName())) {
            names.fillIn();
            assertThat(log.messages())
                    .containsExactly(
                            "The accounts 101 (Bob) and 102 (bob) have the same user name, apart from upper and lower case"
                                    + " and compatible forms of Unicode. Each can sign in with its exact spelling"
                                    + " only. Change one of them on the page /users.",
                            "The accounts 101 (Bob) and 103 (carol) have the same e-mail address, apart from upper and"
                                    + " lower case and compatible forms of Unicode. Each can sign in with its exact"
                                    + " spelling only. Change one of them on the page /users.");
        }
        assertThat(rows()).containsExactly("bob bob@example.com", "null bob2@example.com", "carol null");
        assertThat(accounts.findByName("Bob").flatMap(each -> Optional.ofNullable(each.getId())))
                .contains(101L);
        assertThat(accounts.findByName("bob").flatMap(each -> Optional.ofNullable(each.getId())))
                .contains(102L);
        assertThat(accounts.findByName("BOB")).isEmpty();
        assertThat(accounts.findByName("bob@example.com").map(Account::getUsername))
                .contains("carol");
        assertThat(accounts.findByName("CAROL").map(Account::getUsername)).contains("carol");

        rename(101, "Robert", "robert@example.com");
        assertThat(accounts.findByName("BOB").map(Account::getUsername)).contains("bob");
        names.fillIn();
        assertThat(rows())
                .containsExactly("robert robert@example.com", "bob bob2@example.com", "carol bob@example.com");
    }

    @Test
    void rejectsASecondAccountWithTheSameFoldedNameInTheDatabase() {
        add("Stra\u00dfe", "one@example.com");

        assertThatThrownBy(() -> add("strasse", "two@example.com")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> add("another", "ONE@example.com")).isInstanceOf(RuntimeException.class);
        assertThat(rows()).hasSize(1);
    }

    /** In a rolling upgrade: that node does not know of the folded names. */
    @Test
    void freesTheOldNameOfAnAccountThatAnEarlierVersionRenamed() {
        addAsBefore(101, "bob", "bob@example.com");
        addAsBefore(102, "carol", "carol@example.com");
        names.fillIn();
        change("update account set username = 'Carola', email = 'carola@example.com' where id = 102");
        change("update account set username = 'Carol', email = 'carol@example.com' where id = 101");

        requireUnused("bob", "bob@example.com", 0);
        add("bob", "bob@example.com");
        names.fillIn();
        assertThat(accounts.findByName("CAROLA").map(Account::getUsername)).contains("Carola");
        assertThat(accounts.findByName("carol").map(Account::getUsername)).contains("Carol");
        assertThat(accounts.findByName("BOB").map(Account::getUsername)).contains("bob");
        assertThat(rows()).contains("carol carol@example.com", "carola carola@example.com", "bob bob@example.com");
    }

    /** Each of its characters has a compatible form of eighteen. */
    @Test
    void findsANameWhoseFoldedFormDoesNotFit() {
        var longest = "\ufdfa".repeat(64);
        add(longest, "longest@example.com");

        assertThat(accounts.findByName(longest).map(Account::getUsername)).contains(longest);
        assertThatThrownBy(() -> requireUnused(longest, "free@example.com", 0))
                .isInstanceOf(AccountChangeRejectedException.class);
    }

    private void add(String username, String email) {
        database.transactions().in(entities -> {
            entities.persist(new Account(username, email, "none", Role.VIEWER));
            return true;
        });
    }

    private void rename(long id, String username, String email) {
        database.transactions().in(entities -> {
            var details = new AccountDetails(username, email);
            FoldedNames.requireUnused(entities, details, id);
            entities.find(Account.class, id).rename(details);
            return true;
        });
    }

    private void requireUnused(String username, String email, long except) {
        database.transactions().in(entities -> {
            FoldedNames.requireUnused(entities, new AccountDetails(username, email), except);
            return true;
        });
    }

    private void addAsBefore(long id, String username, String email) {
        change("insert into account (id, username, email, password_hash, role, active, created_at) values (" + id
                + ", '" + username + "', '" + email + "', 'none', 'VIEWER', true, localtimestamp)");
    }

    private void change(String statement) {
        database.transactions()
                .in(entities -> entities.createNativeQuery(statement).executeUpdate());
    }

    private List<String> rows() {
        return database.transactions().read(entities -> entities.createQuery(
                        "select a.usernameFolded, a.emailFolded from Account a order by a.id", Object[].class)
                .getResultStream()
                .map(row -> row[0] + " " + row[1])
                .toList());
    }
}
