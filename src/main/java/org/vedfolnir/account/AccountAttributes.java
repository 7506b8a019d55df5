package org.vedfolnir.account;

/** The session attributes of a signed-in user. Other programs read them in the session document (docs/format.md). */
public final class AccountAttributes {

    public static final String USER_ID = "user_id";
    public static final String USERNAME = "username";
    public static final String EMAIL = "email";
    public static final String ROLE = "role";
    public static final String EPOCH = "account_epoch";
    public static final String REVISION = "account_revision";
    /** The revision of the account that this session must copy before its next request is served. */
    public static final String REVISION_DUE = "account_revision_due";

    public static final String CONFIRMED_AT = "confirmed_at";
    public static final String ADDRESS = "client_address";
    public static final String USER_AGENT = "user_agent";
    public static final String ANOMALY = "anomaly";

    private AccountAttributes() {}
}
