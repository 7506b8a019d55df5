package org.vedfolnir.account;

/** The session's attributes that say who is signed in; other programs read them in the document (docs/format.md). */
final class AccountAttributes {

    static final String USER_ID = "user_id";
    static final String USERNAME = "username";
    static final String EMAIL = "email";
    static final String ROLE = "role";
    static final String EPOCH = "account_epoch";
    static final String REVISION = "account_revision";
    /** The revision of the account that this session must have copied before it may do anything more. */
    static final String REVISION_DUE = "account_revision_due";

    static final String CONFIRMED_AT = "confirmed_at";
    static final String ADDRESS = "client_address";
    static final String USER_AGENT = "user_agent";
    static final String ANOMALY = "anomaly";

    private AccountAttributes() {}
}
