package org.vedfolnir.session;

import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.session.ManagerBase;
import org.vedfolnir.session.settings.IgnoredAttributes;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.settings.ReadMode;

/**
 * What can be written into {@code <Manager .../>}: an attribute each, as text, which {@link ManagerSettings} checks when the manager starts.
 * Those of other managers that have no meaning here are accepted, and said once in the log.
 */
abstract class ManagerAttributes extends ManagerBase {

    final Map<String, String> attributes = new HashMap<>();
    final IgnoredAttributes former = new IgnoredAttributes();

    public void setRedisUrl(String url) {
        attributes.put("redisUrl", url);
    }

    public void setRedissonConfig(String pathOrText) {
        attributes.put("redissonConfig", pathOrText);
    }

    public void setRedisUsername(String name) {
        attributes.put("redisUsername", name);
    }

    public void setRedisPassword(String password) {
        attributes.put("redisPassword", password);
    }

    public void setRedisTrustStore(String file) {
        attributes.put("redisTrustStore", file);
    }

    public void setRedisTrustStorePassword(String password) {
        attributes.put("redisTrustStorePassword", password);
    }

    public void setKeyPrefix(String prefix) {
        attributes.put("keyPrefix", prefix);
    }

    /** A key of 32 bytes in Base64: the store then knows sessions by an HMAC of their id. */
    public void setHashedIds(String key) {
        attributes.put("hashedIds", key);
    }

    public void setEncryptionKeys(String keys) {
        attributes.put("encryptionKeys", keys);
    }

    public void setKeyWrapping(String wrapping) {
        attributes.put("keyWrapping", wrapping);
    }

    public void setCommandTimeout(String timeout) {
        attributes.put("commandTimeout", timeout);
    }

    public void setTouchInterval(String interval) {
        attributes.put("touchInterval", interval);
    }

    public void setAbsoluteTimeout(String timeout) {
        attributes.put("absoluteTimeout", timeout);
    }

    public void setCachedSessions(String count) {
        attributes.put("cachedSessions", count);
    }

    public void setCachedBytes(String size) {
        attributes.put("cachedBytes", size);
    }

    public void setPartBytes(String size) {
        attributes.put("partBytes", size);
    }

    public void setLargestAttribute(String size) {
        attributes.put("largestAttribute", size);
    }

    public void setLargestSession(String size) {
        attributes.put("largestSession", size);
    }

    public void setMaxSessionsPerUser(String count) {
        attributes.put("maxSessionsPerUser", count);
    }

    public void setSessionsPerUserPolicy(String policy) {
        attributes.put("sessionsPerUserPolicy", policy);
    }

    public void setPassivePaths(String paths) {
        attributes.put("passivePaths", paths);
    }

    /** {@code stream} where an audit trail reads the events, else {@code none}. */
    public void setEvents(String target) {
        attributes.put("events", target);
    }

    public void setEventBytes(String size) {
        attributes.put("eventBytes", size);
    }

    /** Of earlier versions. */
    public void setMostEvents(String count) {
        former.accept("mostEvents", "events that wait are bounded in bytes, by eventBytes, and the oldest are kept");
    }

    public void setMaxStoreThreads(String countOrShare) {
        attributes.put("maxStoreThreads", countOrShare);
    }

    public void setLargestBody(String size) {
        attributes.put("largestBody", size);
    }

    public void setApplication(String name) {
        attributes.put("application", name);
    }

    public void setJsonBeans(String names) {
        attributes.put("jsonBeans", names);
    }

    public void setDeserializable(String pattern) {
        attributes.put("deserializable", pattern);
    }

    /** {@code local} or {@code refuse}. */
    public void setUnserializable(String what) {
        attributes.put("unserializable", what);
    }

    public void setLocalSessions(String count) {
        attributes.put("localSessions", count);
    }

    public void setUnstored(String names) {
        attributes.put("unstored", names);
    }

    public void setUnwatched(String names) {
        attributes.put("unwatched", names);
    }

    public void setWatchedBytes(String bytes) {
        attributes.put("watchedBytes", bytes);
    }

    public void setAdoptPlain(String adopt) {
        attributes.put("adoptPlain", adopt);
    }

    public void setNode(String name) {
        attributes.put("node", name);
    }

    public void setSessionTimeout(String timeout) {
        attributes.put("sessionTimeout", timeout);
    }

    public void setPathname(String file) {
        former.accept("pathname", "sessions are in the store and never in a file");
    }

    /** A login is part of its session; passwords never are. */
    @Override
    public void setPersistAuthentication(boolean persist) {
        super.setPersistAuthentication(true);
        if (!persist) {
            former.accept("persistAuthentication", "a login is part of its session, and goes with it to every node");
        }
    }

    /** As redisson-tomcat calls {@code redissonConfig}. */
    public void setConfigPath(String path) {
        attributes.putIfAbsent("redissonConfig", path);
    }

    public void setJndiName(String name) {
        former.accept("jndiName", "the manager has a client of its own; name Redis with redisUrl");
    }

    public void setReadMode(String mode) {
        attributes.put("readMode", mode);
        if (ReadMode.isOfRedissonTomcat(mode)) {
            former.accept("readMode", "each request asks the store, as with strict; tracked saves the round trip");
        }
    }

    /** {@code shared} or {@code isolated}: what requests of one session that run at once on this node see of each other. */
    public void setConcurrency(String concurrency) {
        attributes.put("concurrency", concurrency);
    }

    /** {@code apart} or {@code shared}: whether the versions of a parallel deployment have sessions of their own. */
    public void setVersions(String versions) {
        attributes.put("versions", versions);
    }

    /** {@code acknowledged} or {@code replicated}: whether ends of sessions and changes of rights wait for a replica of Redis. */
    public void setSecurityWrites(String when) {
        attributes.put("securityWrites", when);
    }

    public void setUpdateMode(String mode) {
        former.accept("updateMode", "what a request changed is saved before its response is sent");
    }

    public void setBroadcastSessionEvents(String broadcast) {
        former.accept("broadcastSessionEvents", "listeners are told once in the cluster");
    }

    public void setBroadcastSessionUpdates(String broadcast) {
        former.accept("broadcastSessionUpdates", "no node holds a copy that could grow old");
    }
}
