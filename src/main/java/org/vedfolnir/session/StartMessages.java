package org.vedfolnir.session;

import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** Logs a manager's settings at its start: once in a Tomcat, since most of its applications have their settings from one file. */
record StartMessages(Object manager, LogDeduplicator announcements, ManagerSettings settings) {

    private static final System.Logger LOG = System.getLogger(StartMessages.class.getName());

    /** Whether no other application of this Tomcat has logged it. */
    private boolean isNews(String ofSettings) {
        return announcements.begin(manager, ofSettings, "");
    }

    /** @param reached whether Redis has answered */
    void log(RedisSettings redis, boolean reached) {
        warnOfPlainSessions();
        warnOfAdoption();
        logPlace(redis, reached);
        warnOfUnwrappedKeys();
        logIgnoredConfiguration();
    }

    private void logPlace(RedisSettings redis, boolean reached) {
        var keyPrefix = settings.store().keyPrefix();
        var sealing = settings.keys().ring().sealing()
                ? "sealed, keys " + settings.keys().ring().names()
                : "not sealed: set encryptionKeys to seal them";
        if (reached) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Sessions of {3} are kept in Redis at {0}, keys {1}*, {2}.",
                    redis.place(),
                    keyPrefix,
                    sealing,
                    redis.application());
        } else {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Sessions of {3} will be kept in Redis at {0}, keys {1}*, {2}. It does not answer yet.",
                    redis.place(),
                    keyPrefix,
                    sealing,
                    redis.application());
        }
    }

    private void warnOfUnwrappedKeys() {
        if (settings.keys().ring().sealing()
                && !settings.keys().wrapping()
                && isNews("keyWrapping " + settings.keys().ring().names())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "keyWrapping is false: the key {0} itself seals each session, and must not seal more than 2^32 of them."
                            + " Set it to true when all nodes have a version that knows keyWrapping.",
                    settings.keys().ring().names().get(0));
        }
    }

    private void logIgnoredConfiguration() {
        var configuration = settings.store().redis().configuration();
        if (configuration != null
                && !configuration.ignored().isEmpty()
                && isNews("redissonConfig " + configuration.ignored())) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "These properties of redissonConfig are ignored: {0}. The others are used.",
                    configuration.ignored());
        }
    }

    private void warnOfAdoption() {
        var from = settings.adoption().from();
        if (settings.adoption().isInRedis() && isNews("adoptFrom " + from)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "adoptFrom is {0}: its sessions continue here, and anyone who can write to Redis can create one. Remove"
                            + " adoptFrom when the sessions of that manager have ended.",
                    from.text());
        }
    }

    private void warnOfPlainSessions() {
        if (settings.keys().ring().sealing() && settings.keys().adoptPlain() && isNews("adoptPlain")) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "adoptPlain is true: anyone who can write to Redis can create a session for any user. Set it to false when"
                            + " the sessions of the original application have ended.");
        }
    }
}
