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

/** A user account. Times are UTC. */
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

    /** Folded by {@link FoldedName}; null if another account already has this folded name. */
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

    /** Null until the account is stored. */
    public @Nullable Long getId() {
        return id;
    }

    /** @throws IllegalStateException when the account is not stored yet */
    public long requireId() {
        if (id == null) {
            throw new IllegalStateException("The account " + username + " has no id yet. Store it first.");
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

    /** Of a new password, or of the same password with other parameters. */
    public void setPasswordHash(String hash) {
        this.passwordHash = hash;
    }

    public void rename(AccountDetails details) {
        this.username = details.username();
        this.email = details.email();
        this.usernameFolded = FoldedName.stored(username);
        this.emailFolded = FoldedName.stored(email);
    }

    /** Forgets folded names that a node of an earlier version did not update when it changed the names. */
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

    /** Whether an administrator has locked the account. */
    public boolean isLocked() {
        return locked;
    }

    /** Whether the user may sign in and keep sessions. */
    public boolean isOpen() {
        return active && !locked;
    }

    /** Sessions with an earlier epoch are no longer valid. */
    public long getEpoch() {
        return epoch;
    }

    /** Whether a session stays valid despite its earlier epoch: the one in which the password was changed. */
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
