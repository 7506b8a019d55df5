package org.vedfolnir.instance;

/** Why an instance could not be asked, or what was wrong with its answer; the names are keys of messages that say what to do. */
public enum ProbeFailure {
    /** The name of the host has no address. */
    NO_SUCH_HOST,
    /** It has one that no connection may be made to; nothing was sent. */
    FORBIDDEN_ADDRESS,
    /** Nothing answers there, or what answers broke off. */
    NO_CONNECTION,
    /** Its certificate is not trusted, or is another host's; nothing was sent. */
    TLS,
    /** It did not answer in time. */
    TOO_SLOW,
    /** It sent more than an answer can have. */
    TOO_LARGE,
    /** It sends to another address, which is not followed. */
    REDIRECT,
    /** It is no such server, or too old. */
    NOT_FOUND,
    /** It does not know the token, or the token may not read the account. */
    TOKEN_REFUSED,
    /** It answered with a status that says something else. */
    STATUS,
    /** It did not answer with the JSON of an instance. */
    NOT_JSON,
    /** This server has too many questions under way, or this person has. */
    BUSY
}
