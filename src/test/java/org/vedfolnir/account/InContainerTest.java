package org.vedfolnir.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.account.hashing.HashingRequester;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.account.link.AccountLinks;
import org.vedfolnir.account.session.AccountCheck;
import org.vedfolnir.account.session.SignedInSession;
import org.vedfolnir.account.setup.FirstAdministrator;
import org.vedfolnir.account.signin.Authenticator;
import org.vedfolnir.account.users.AccountAdministration;
import org.vedfolnir.account.users.AdministrationOf;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.platform.NoPlatformException;
import org.vedfolnir.platform.PlatformChanged;
import org.vedfolnir.platform.PlatformContext;
import org.vedfolnir.platform.draft.Draft;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.testing.TestFolders;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** The CDI helpers, injected by a real container that has the real manager, in requests of their own. */
@ArquillianTest
class InContainerTest {

    private static final String PASSWORD = "a quiet morning";
    private static final HashingRequester STRANGER = HashingRequester.stranger("203.0.113.x");

    @Inject
    @SuppressWarnings("NullAway.Init")
    Accounts accounts;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Authenticator authenticator;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Passwords passwords;

    @Inject
    @SuppressWarnings("NullAway.Init")
    FirstAdministrator first;

    @Inject
    @SuppressWarnings("NullAway.Init")
    AccountAdministration administration;

    @Inject
    @SuppressWarnings("NullAway.Init")
    AccountLinks links;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Reviews reviews;

    @Inject
    @SuppressWarnings("NullAway.Init")
    ObservedEvents heard;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Transactions transactions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    AccountSessions accountSessions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    AccountCheck check;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionContext session;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SignedInSession signedInSession;

    @Inject
    @SuppressWarnings("NullAway.Init")
    PlatformContext platform;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Draft draft;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Switches switches;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionRegistry registry;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Event<SignedIn> signedIn;

    @Inject
    @SuppressWarnings("NullAway.Init")
    HttpServletRequest request;

    /** Runs outside of the container only, and so starts Redis once. */
    @Deployment
    static WebArchive application() throws IOException {
        System.setProperty("vedfolnir.demoConnections", "true");
        return ApplicationArchive.make("in-container", "redis://127.0.0.1:" + startRedis() + "/0")
                .addAsWebInfResource(new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml");
    }

    private static int startRedis() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        // it ends with this process
        RedisServer.newRedisServer()
                .executableProvider(ExecutableProvider.newJarResourceProvider(
                        TestFolders.make("vedfolnir-in-container").toFile()))
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build()
                .start();
        return port;
    }

    @BeforeEach
    void createAdministrator() {
        first.offer().ifPresent(link -> assertThat(
                        first.create(link.token(), new AccountDetails("admin", "admin@example.com"), PASSWORD))
                .isPresent());
    }

    @Test
    void createsNoSessionForAQueryOfTheSignedInUser() {
        assertThat(session.isAuthenticated()).isFalse();
        assertThat(session.getUsername()).isNull();
        assertThat(platform.getId()).isNull();
        assertThat(request.getSession(false)).isNull();
        assertThat(registry.current()).isEmpty();
    }

    private boolean authenticates(@Nullable Account account, String password) {
        return passwords.withPermit(STRANGER, place -> authenticator.authenticate(account, password, place));
    }

    @Test
    void rejectsAWrongPasswordAndAnUnknownAccount() {
        assertThat(authenticates(admin(), "wrong")).isFalse();
        assertThat(authenticates(null, "wrong")).isFalse();
    }

    @Test
    void findsAnAccountByEachSpellingOfItsName() {
        for (var typed : List.of(
                "admin",
                "ADMIN",
                " Admin ",
                "\uff41dmin",
                "admin@example.com",
                "ADMIN@Example.com\u00a0",
                "\uff41dmin@example.com")) {
            assertThat(accounts.findByName(typed).map(Account::getUsername))
                    .as(typed)
                    .contains("admin");
        }
        for (var typed : List.of("", " ", "admi", "admin\u0000", "a%", "\ud800", "admin\u200b")) {
            assertThat(accounts.findByName(typed)).as(typed).isEmpty();
        }
    }

    /** Earlier versions allowed them. */
    @Test
    void findsTheExactSpellingAmongNamesThatDifferInCaseOnly() {
        transactions.in(entities -> {
            entities.persist(new Account("Bob", "bob1@example.com", "none", Role.VIEWER));
            entities.flush();
            return entities.createNativeQuery(
                            "insert into account (id, username, email, password_hash, role, active, created_at) values"
                                    + " (next value for account_seq, 'bob', 'bob2@example.com', 'none', 'VIEWER', true,"
                                    + " localtimestamp)")
                    .executeUpdate();
        });
        try {
            assertThat(accounts.findByName("Bob").map(Account::getEmail)).contains("bob1@example.com");
            assertThat(accounts.findByName("bob").map(Account::getEmail)).contains("bob2@example.com");
            assertThat(accounts.findByName("BOB")).isEmpty();
            assertThat(accounts.findByName("BOB1@example.com").map(Account::getUsername))
                    .contains("Bob");
        } finally {
            transactions.in(entities -> entities.createQuery("delete from Account a where lower(a.username) = 'bob'")
                    .executeUpdate());
        }
    }

    @Test
    void rehashesAPasswordWithOutdatedParameters() {
        var weak = Password.hash("correct horse")
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(1024, 1, 1, 32, Argon2.ID))
                .getResult();
        var before = admin().getPasswordHash();
        try {
            set("passwordHash", weak);
            assertThat(authenticates(admin(), "wrong")).isFalse();
            assertThat(admin().getPasswordHash()).isEqualTo(weak);
            assertThat(authenticates(admin(), "correct horse")).isTrue();

            var fresh = admin().getPasswordHash();
            assertThat(fresh).contains("m=19456,t=2,p=1");
            assertThat(authenticates(admin(), "correct horse")).isTrue();
            assertThat(admin().getPasswordHash()).as("only once").isEqualTo(fresh);
        } finally {
            set("passwordHash", before);
        }
    }

    @Test
    void fillsTheSessionAndSelectsTheDefaultPlatformAtSignIn() {
        var admin = admin();
        signedInSession.signIn(admin);
        signedIn.fire(new SignedIn(admin));

        assertThat(session.requireUserId()).isEqualTo(admin.getId());
        assertThat(session.getRole()).isEqualTo(Role.ADMIN);
        assertThat(session.getCsrfToken()).hasSizeGreaterThan(40);
        assertThat(platform.getName()).isEqualTo("Mastodon demo");
        assertThat(request.getSession(false).getAttribute("user_id"))
                .as("the document's field, as the right type")
                .isInstanceOf(Long.class);
        assertThat(registry.current()).isPresent();
    }

    @Test
    void switchesAllFourFieldsAndRejectsConnectionsOfOtherUsers() {
        var admin = admin();
        signedInSession.signIn(admin);
        signedIn.fire(new SignedIn(admin));
        var first = platform.require();

        assertThat(platform.switchTo(4711)).isFalse();
        assertThat(platform.require()).isEqualTo(first);
        assertThat(platform.switchTo(2)).isTrue();
        assertThat(platform.getName()).isEqualTo("Pixelfed demo");
        assertThat(platform.getType()).isEqualTo("pixelfed");
        assertThat(platform.getInstanceUrl()).isEqualTo("https://pixelfed.example.com");
    }

    @Test
    void doesNotRunAPlatformRequiredMethodWithoutACurrentPlatform() {
        assertThatThrownBy(() -> draft.keep())
                .isInstanceOf(NoPlatformException.class)
                .hasMessageContaining("No platform connection is current");
        assertThat(request.getSession(false)).isNull();

        var admin = admin();
        signedInSession.signIn(admin);
        signedIn.fire(new SignedIn(admin));
        draft.keep();
    }

    @Test
    void firesOneEventForASwitchAndNoneForASwitchToTheCurrentConnection() {
        var admin = admin();
        signedInSession.signIn(admin);
        signedIn.fire(new SignedIn(admin));
        var first = platform.current().orElseThrow();
        switches.heard().clear();

        platform.switchTo(2);
        platform.switchTo(2);

        assertThat(switches.heard())
                .containsExactly(new PlatformChanged(first, platform.current().orElseThrow()));
    }

    /** Records the events that observers receive. */
    @ApplicationScoped
    static class Switches {

        private final List<PlatformChanged> heard = new ArrayList<>();

        List<PlatformChanged> heard() {
            return heard;
        }

        void changed(@Observes PlatformChanged event) {
            heard.add(event);
        }
    }

    @Test
    void treatsAPasswordAsConfirmedForFiveMinutes() {
        signedInSession.signIn(admin());
        assertThat(session.isRecentlyConfirmed()).isTrue();
        request.getSession().setAttribute("confirmed_at", System.currentTimeMillis() - 299_000);
        assertThat(session.isRecentlyConfirmed()).isTrue();
        request.getSession().setAttribute("confirmed_at", System.currentTimeMillis() - 301_000);
        assertThat(session.isRecentlyConfirmed()).isFalse();

        signedInSession.confirm();
        assertThat(session.isRecentlyConfirmed()).isTrue();
    }

    @Test
    void givesTheContainerThePrincipalAndAllIncludedRoles() {
        signedInSession.signIn(admin());
        assertThat(request.getUserPrincipal().getName()).isEqualTo("admin");
        assertThat(request.isUserInRole("admin")).isTrue();
        assertThat(request.isUserInRole("viewer")).isTrue();
        assertThat(request.isUserInRole("operator")).isFalse();
    }

    @Test
    void reloadsAChangedAccountOnce() {
        var admin = admin();
        signedInSession.signIn(admin);
        var id = request.getSession().getId();
        try {
            transactions.in(entities -> {
                entities.find(Account.class, admin.getId()).setRole(Role.REVIEWER);
                accountSessions.reloadAll(entities, session.requireUserId());
                return null;
            });
            check.check(session);

            assertThat(session.getRole()).isEqualTo(Role.REVIEWER);
            assertThat(request.isUserInRole("moderator")).isFalse();
            assertThat(request.getSession().getId())
                    .as("it may do less: a new id")
                    .isNotEqualTo(id);
            var revision = request.getSession().getAttribute("account_revision");
            assertThat(revision).isEqualTo(admin().getRevision());
            var now = request.getSession().getId();
            check.check(session);
            assertThat(request.getSession().getId()).isEqualTo(now);
        } finally {
            set("role", Role.ADMIN);
        }
    }

    @Test
    void writesADemotionToTheStoreBeforeTheCommitAndUsesItOnlyDuringADatabaseOutage() {
        signedInSession.signIn(admin());
        registry.save();
        var user = session.requireUserId();
        var due = session.getRevision() + 1;
        assertThatThrownBy(() -> transactions.in(entities -> {
                    accountSessions.reloadAll(entities, user);
                    accountSessions.revokeInStore(entities, user, AccountSessions.Revocation.RELOAD_ACCOUNT);
                    throw new IllegalStateException("the node dies here");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(registry.sessionsOf(Long.toString(user)))
                .filteredOn(facts -> facts.handle().equals(session.getReference()))
                .allSatisfy(facts -> assertThat(facts.attributes()).containsEntry("account_revision_due", due))
                .hasSize(1);
        check.check(session);
        assertThat(session.isAuthenticated()).isTrue();
    }

    /** Else it would be kept out whenever the database is away, until it is over. */
    @Test
    void removesTheMarkOfADemotionThatWasRolledBack() {
        signedInSession.signIn(admin());
        request.getSession().setAttribute(AccountAttributes.REVISION_DUE, session.getRevision() + 1);
        registry.save();
        assertThat(session.isReloadDue()).isTrue();

        check.check(session);

        assertThat(session.isAuthenticated()).isTrue();
        assertThat(session.isReloadDue()).isFalse();
        assertThat(registry.sessionsOf(Long.toString(session.requireUserId())))
                .filteredOn(facts -> facts.handle().equals(session.getReference()))
                .allSatisfy(facts -> assertThat(facts.attributes()).doesNotContainKey(AccountAttributes.REVISION_DUE))
                .hasSize(1);
    }

    @Test
    void recordsALockEvenIfSessionsCannotBeRevokedAgain() {
        signedInSession.signIn(admin());
        administration.create(new AccountDetails("lara", "lara@example.com"), Role.VIEWER);
        var lara =
                Objects.requireNonNull(accounts.findByName("lara").orElseThrow().getId());
        var recorded = new ArrayList<String>();
        try {
            assertThatThrownBy(() -> administrationThatCannotTell(recorded).setLocked(lara, true))
                    .hasMessage("the store is away");
            assertThat(accounts.findByName("lara").orElseThrow().isOpen()).isFalse();
            assertThat(recorded).containsExactly("locked lara");
        } finally {
            administration.delete(lara);
        }
    }

    /** As if the store failed after the commit. */
    private AccountAdministration administrationThatCannotTell(List<String> recorded) {
        var telling = accountSessions;
        var recording = new AccountAuditLog() {
            @Override
            public void record(String what) {
                recorded.add(what);
            }
        };
        var cannotTell = new AccountSessions() {
            @Override
            public void endAll(EntityManager entities, long accountId) {
                telling.endAll(entities, accountId);
            }

            @Override
            public void revokeInStore(EntityManager entities, long accountId, Revocation how) {
                telling.revokeInStore(entities, accountId, how);
            }

            @Override
            public void revokeAgain(long accountId, Revocation how) {
                throw new IllegalStateException("the store is away");
            }
        };
        return AdministrationOf.parts(transactions, session, recording, links, passwords, cannotTell);
    }

    @Test
    void runsAMethodForItsRoleAndRolesThatIncludeIt() {
        assertThatThrownBy(reviews::view)
                .isInstanceOf(RoleMissingException.class)
                .hasMessage("This action requires the role VIEWER, but no user is signed in.");
        try {
            for (var role : Role.values()) {
                set("role", role);
                signedInSession.signIn(admin());
                assertThat(allowed(reviews::view)).as("view as %s", role).isTrue();
                assertThat(allowed(reviews::list)).as("list as %s", role).isEqualTo(role.atLeast(Role.REVIEWER));
                assertThat(allowed(reviews::publish)).as("publish as %s", role).isEqualTo(role.atLeast(Role.MODERATOR));
            }
        } finally {
            set("role", Role.ADMIN);
        }
    }

    private static boolean allowed(Supplier<String> method) {
        try {
            return !method.get().isEmpty();
        } catch (RoleMissingException e) {
            return false;
        }
    }

    @Test
    void rejectsChangesOfAdministratorsToTheirOwnAccount() {
        signedInSession.signIn(admin());
        var own = session.requireUserId();
        for (Runnable act : List.<Runnable>of(
                () -> administration.changeRole(own, Role.VIEWER),
                () -> administration.setLocked(own, true),
                () -> administration.setActive(own, false),
                () -> administration.reset(own),
                () -> administration.delete(own))) {
            assertThatThrownBy(act::run)
                    .isInstanceOf(AccountChangeRejectedException.class)
                    .hasMessage("users.yourself");
        }
        assertThat(admin().isOpen()).isTrue();
        assertThat(admin().getRole()).isEqualTo(Role.ADMIN);
        assertThat(authenticates(admin(), PASSWORD)).isTrue();
    }

    @Test
    void rejectsChangesOfAFormerAdministrator() {
        signedInSession.signIn(admin());
        set("role", Role.MODERATOR);
        try {
            assertThatThrownBy(() -> administration.create(new AccountDetails("eve", "eve@example.com"), Role.ADMIN))
                    .as("role in the session")
                    .isInstanceOf(RoleMissingException.class);
            assertThat(accounts.findByName("eve")).isEmpty();
        } finally {
            set("role", Role.ADMIN);
        }
    }

    @Test
    void notifiesObserversOfRoleChangesExtensionsAndSignOuts() {
        session.extend();
        signedInSession.signIn(admin());
        var id = session.requireUserId();
        administration.create(new AccountDetails("rita", "rita@example.com"), Role.VIEWER);
        var rita =
                Objects.requireNonNull(accounts.findByName("rita").orElseThrow().getId());
        administration.changeRole(rita, Role.REVIEWER);
        administration.delete(rita);
        session.extend();
        session.signOut();
        session.signOut();

        assertThat(heard.events())
                .containsExactly("rita was VIEWER", new SessionExtended(id), new SignedOut(id, "admin"));
    }

    @Test
    void endsSessionsOfAnEarlierEpoch() {
        signedInSession.signIn(admin());
        transactions.in(entities -> {
            accountSessions.endAll(entities, session.requireUserId());
            return null;
        });
        check.check(session);
        assertThat(session.isAuthenticated()).isFalse();

        signedInSession.signIn(admin());
        check.check(session);
        assertThat(session.isAuthenticated()).as("signed in under the new one").isTrue();
    }

    /** A request of it may come between the change and the save of its new epoch. */
    @Test
    void keepsTheSessionOfAPasswordChangeUntilTheNextChange() {
        signedInSession.signIn(admin());
        transactions.in(entities -> {
            accountSessions.endAll(entities, session.requireUserId(), session.getReference());
            return null;
        });
        check.check(session);
        assertThat(session.isAuthenticated()).isTrue();

        transactions.in(entities -> {
            accountSessions.endAll(entities, session.requireUserId());
            return null;
        });
        check.check(session);
        assertThat(session.isAuthenticated()).isFalse();
    }

    @Test
    void rejectsSessionsAndSignInsOfALockedOrDeactivatedAccount() {
        for (var state : Map.of("locked", true, "active", false).entrySet()) {
            signedInSession.signIn(admin());
            set(state.getKey(), state.getValue());
            try {
                check.check(session);
                assertThat(session.isAuthenticated()).as(state.toString()).isFalse();
                assertThat(admin().isOpen()).isFalse();
            } finally {
                set(state.getKey(), !state.getValue());
            }
        }
    }

    private void set(String field, Object value) {
        transactions.in(entities -> entities.createQuery("update Account a set a." + field + " = :value")
                .setParameter("value", value)
                .executeUpdate());
    }

    @Test
    void endsTheSessionAtSignOut() {
        signedInSession.signIn(admin());
        registry.endCurrent(EndReason.SIGNED_OUT);

        assertThat(session.isAuthenticated()).isFalse();
        assertThat(request.getSession(false)).isNull();
    }

    private Account admin() {
        return accounts.findByName("admin").orElseThrow();
    }
}
