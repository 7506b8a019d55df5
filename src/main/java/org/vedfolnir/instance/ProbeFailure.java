package org.vedfolnir.instance;

/** The reason why an instance could not be queried, or what was wrong with its response. The names are message keys. */
public enum ProbeFailure {
    /** The host name has no address. */
    NO_SUCH_HOST,
    /** The host name resolves to a forbidden address; nothing was sent. */
    FORBIDDEN_ADDRESS,
    /** No server responds, or the connection broke. */
    NO_CONNECTION,
    /** The certificate is not trusted, or belongs to another host; nothing was sent. */
    TLS,
    /** It did not respond in time. */
    TOO_SLOW,
    /** The response is too large. */
    TOO_LARGE,
    /** It redirects to another address. Redirects are not followed. */
    REDIRECT,
    /** It runs other software, or a version that is too old. */
    NOT_FOUND,
    /** It rejects the token, or the token may not read the account. */
    TOKEN_REFUSED,
    /** It responded with another status. */
    STATUS,
    /** The response is not the JSON of an instance. */
    NOT_JSON,
    /** This server or this user has too many queries in progress. */
    BUSY
}
