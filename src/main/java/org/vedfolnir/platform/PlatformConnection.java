package org.vedfolnir.platform;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A connection to an account on a Mastodon or Pixelfed server. It belongs to one user. */
@Entity
@Table(name = "platform_connection")
public class PlatformConnection {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "platform_connection_seq")
    @SequenceGenerator(name = "platform_connection_seq", sequenceName = "platform_connection_seq", allocationSize = 1)
    private @Nullable Long id;

    @Column(name = "account_id", nullable = false)
    private long accountId;

    @Column(nullable = false)
    private String name;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private PlatformType type;

    @Column(name = "instance_url", nullable = false)
    private String instanceUrl;

    @Column(name = "preferred", nullable = false)
    private boolean preferred;

    @Column(nullable = false)
    private boolean active;

    /** Encrypted by {@link TokenEncryption}. */
    @Column(name = "access_token")
    private @Nullable String accessToken;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected PlatformConnection() {}

    PlatformConnection(long accountId, String name, PlatformType type, String instanceUrl, boolean preferred) {
        this.accountId = accountId;
        this.name = name;
        this.type = type;
        this.instanceUrl = instanceUrl;
        this.preferred = preferred;
        this.active = true;
    }

    /** Applies the input of the user, except the token. */
    void change(PlatformDetails details) {
        this.name = details.name();
        this.type = details.type();
        this.instanceUrl = details.instance().toString();
        this.active = details.active();
    }

    void prefer(boolean preferred) {
        this.preferred = preferred;
    }

    void keep(@Nullable String sealedToken) {
        this.accessToken = sealedToken;
    }

    @Nullable
    String getAccessToken() {
        return accessToken;
    }

    /** Whether a token is stored. */
    public boolean isTokenKept() {
        return accessToken != null;
    }

    /** Null until the connection is stored. */
    public @Nullable Long getId() {
        return id;
    }

    public long getAccountId() {
        return accountId;
    }

    public String getName() {
        return name;
    }

    public PlatformType getType() {
        return type;
    }

    public String getInstanceUrl() {
        return instanceUrl;
    }

    /** Whether it is selected at the sign-in. */
    public boolean isPreferred() {
        return preferred;
    }

    /** Whether it can be selected. Its user can enable a disabled one again. */
    public boolean isActive() {
        return active;
    }
}
