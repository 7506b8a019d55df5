package org.vedfolnir.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A person who can sign in. Times are UTC. */
@Entity
@Table(name = "account")
public class Account {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "account_seq")
    @SequenceGenerator(name = "account_seq", sequenceName = "account_seq", allocationSize = 1)
    private @Nullable Long id;

    @Column(nullable = false, unique = true)
    private String username;

    @Column(nullable = false, unique = true)
    private String email;

    /** As {@link FoldedName} folds it; null where another account has that folded name already. */
    @Column(name = "username_folded", unique = true)
    private @Nullable String usernameFolded;

    @Column(name = "email_folded", unique = true)
    private @Nullable String emailFolded;

    @Column(name = "password_hash", nullable = false)
    private String passwordHash;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Role role;

    @Column(nullable = false)
    private boolean active;

    @Column(nullable = false)
    private boolean locked;

    @Column(nullable = false)
    private long epoch;

    @Column(name = "kept_session")
    private @Nullable String keptSession;

    @Column(nullable = false)
    private long revision;

    @Column(name = "created_at", nullable = false)
    private LocalDateTime createdAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected Account() {}

    public Account(String username, String email, String passwordHash, Role role) {
        this.username = username;
        this.email = email;
        this.usernameFolded = FoldedName.stored(username);
        this.emailFolded = FoldedName.stored(email);
        this.passwordHash = passwordHash;
        this.role = role;
        this.active = true;
        this.createdAt = LocalDateTime.now(ZoneOffset.UTC);
    }

    /** Null until it is stored. */
    public @Nullable Long getId() {
        return id;
    }

    /** @throws IllegalStateException when it is not stored yet */
    public long requireId() {
        if (id == null) {
            throw new IllegalStateException("The account " + username + " has no id. Store it first.");
        }
        return id;
    }

    public String getUsername() {
        return username;
    }

    public String getEmail() {
        return email;
    }

    public String getPasswordHash() {
        return passwordHash;
    }

    /** Of another password, or of the same with other parameters. */
    public void setPasswordHash(String hash) {
        this.passwordHash = hash;
    }

    public void rename(AccountDetails details) {
        this.username = details.username();
        this.email = details.email();
        this.usernameFolded = FoldedName.stored(username);
        this.emailFolded = FoldedName.stored(email);
    }

    /** Of names that were changed by a version that does not know the folded ones. */
    void forgetFoldedNamesOfBefore() {
        if (usernameFolded != null && !usernameFolded.equals(FoldedName.stored(username))) {
            usernameFolded = null;
        }
        if (emailFolded != null && !emailFolded.equals(FoldedName.stored(email))) {
            emailFolded = null;
        }
    }

    public Role getRole() {
        return role;
    }

    public void setRole(Role role) {
        this.role = role;
    }

    public boolean isActive() {
        return active;
    }

    public void setActive(boolean active) {
        this.active = active;
    }

    public void setLocked(boolean locked) {
        this.locked = locked;
    }

    /** Whether an administrator has locked the account for a while. */
    public boolean isLocked() {
        return locked;
    }

    /** Whether the person may sign in and keep sessions. */
    public boolean isOpen() {
        return active && !locked;
    }

    /** Sessions of an earlier epoch are no longer valid. */
    public long getEpoch() {
        return epoch;
    }

    /** Whether a session of an earlier epoch stays valid: the one in which the password was changed. */
    public boolean keeps(@Nullable String reference) {
        return keptSession != null && keptSession.equals(reference);
    }

    /** Sessions with an earlier revision reload the account. */
    public long getRevision() {
        return revision;
    }

    public LocalDateTime getCreatedAt() {
        return createdAt;
    }
}
