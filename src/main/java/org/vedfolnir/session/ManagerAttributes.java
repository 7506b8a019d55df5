package org.vedfolnir.session;

import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.session.ManagerBase;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.settings.ManagerSetting;
import org.vedfolnir.session.settings.ReadMode;

/**
 * The attributes of {@code <Manager .../>}: each {@link ManagerSetting} has a setter, which takes its text. The
 * settings are checked at the manager's start. Attributes of other managers that have no meaning here are accepted, and
 * logged once.
 */
abstract class ManagerAttributes extends ManagerBase {

    final Map<String, String> attributes = new HashMap<>();
    final IgnoredAttributes former = new IgnoredAttributes();

    /** The file of Tomcat's own manager; null for its usual name. */
    @Nullable
    String pathname;

    private void set(ManagerSetting setting, String text) {
        attributes.put(setting.definition().name(), text);
    }

    public void setRedisUrl(String url) {
        set(ManagerSetting.REDIS_URL, url);
    }

    public void setRedisHost(String name) {
        set(ManagerSetting.REDIS_HOST, name);
    }

    public void setRedisPort(String port) {
        set(ManagerSetting.REDIS_PORT, port);
    }

    public void setRedisDb(String number) {
        set(ManagerSetting.REDIS_DB, number);
    }

    public void setRedisSsl(String tls) {
        set(ManagerSetting.REDIS_SSL, tls);
    }

    public void setRedissonConfig(String pathOrText) {
        set(ManagerSetting.REDISSON_CONFIG, pathOrText);
    }

    public void setRedisUsername(String name) {
        set(ManagerSetting.REDIS_USERNAME, name);
    }

    public void setRedisPassword(String password) {
        set(ManagerSetting.REDIS_PASSWORD, password);
    }

    public void setRedisTrustStore(String file) {
        set(ManagerSetting.REDIS_TRUST_STORE, file);
    }

    public void setRedisTrustStorePassword(String password) {
        set(ManagerSetting.REDIS_TRUST_STORE_PASSWORD, password);
    }

    public void setKeyPrefix(String prefix) {
        set(ManagerSetting.KEY_PREFIX, prefix);
    }

    /** A key of 32 bytes in Base64: the store then has sessions under an HMAC of their ids. */
    public void setHashedIds(String key) {
        set(ManagerSetting.HASHED_IDS, key);
    }

    public void setEncryptionKeys(String keys) {
        set(ManagerSetting.ENCRYPTION_KEYS, keys);
    }

    public void setKeyWrapping(String wrapping) {
        set(ManagerSetting.KEY_WRAPPING, wrapping);
    }

    public void setCommandTimeout(String timeout) {
        set(ManagerSetting.COMMAND_TIMEOUT, timeout);
    }

    public void setTouchInterval(String interval) {
        set(ManagerSetting.TOUCH_INTERVAL, interval);
    }

    public void setAbsoluteTimeout(String timeout) {
        set(ManagerSetting.ABSOLUTE_TIMEOUT, timeout);
    }

    public void setCachedSessions(String count) {
        set(ManagerSetting.CACHED_SESSIONS, count);
    }

    public void setCachedBytes(String size) {
        set(ManagerSetting.CACHED_BYTES, size);
    }

    public void setPartBytes(String size) {
        set(ManagerSetting.PART_BYTES, size);
    }

    public void setLargestAttribute(String size) {
        set(ManagerSetting.LARGEST_ATTRIBUTE, size);
    }

    public void setLargestSession(String size) {
        set(ManagerSetting.LARGEST_SESSION, size);
    }

    public void setMaxSessionsPerUser(String count) {
        set(ManagerSetting.MAX_SESSIONS_PER_USER, count);
    }

    public void setSessionsPerUserPolicy(String policy) {
        set(ManagerSetting.SESSIONS_PER_USER_POLICY, policy);
    }

    public void setPassivePaths(String paths) {
        set(ManagerSetting.PASSIVE_PATHS, paths);
    }

    /** {@code stream} if an audit trail reads the events, otherwise {@code none}. */
    public void setEvents(String target) {
        set(ManagerSetting.EVENTS, target);
    }

    public void setEventBytes(String size) {
        set(ManagerSetting.EVENT_BYTES, size);
    }

    /** An attribute of earlier versions. */
    public void setMostEvents(String count) {
        former.accept("mostEvents", "eventBytes limits waiting events in bytes, and the oldest are kept");
    }

    public void setMaxStoreThreads(String countOrShare) {
        set(ManagerSetting.MAX_STORE_THREADS, countOrShare);
    }

    public void setLargestBody(String size) {
        set(ManagerSetting.LARGEST_BODY, size);
    }

    public void setApplication(String name) {
        set(ManagerSetting.APPLICATION, name);
    }

    public void setJsonBeans(String names) {
        set(ManagerSetting.JSON_BEANS, names);
    }

    public void setDeserializable(String pattern) {
        set(ManagerSetting.DESERIALIZABLE, pattern);
    }

    /** {@code local} or {@code refuse}. */
    public void setUnserializable(String what) {
        set(ManagerSetting.UNSERIALIZABLE, what);
    }

    public void setLocalSessions(String count) {
        set(ManagerSetting.LOCAL_SESSIONS, count);
    }

    public void setUnstored(String names) {
        set(ManagerSetting.UNSTORED, names);
    }

    public void setUnwatched(String names) {
        set(ManagerSetting.UNWATCHED, names);
    }

    public void setWatchedBytes(String bytes) {
        set(ManagerSetting.WATCHED_BYTES, bytes);
    }

    public void setAdoptPlain(String adopt) {
        set(ManagerSetting.ADOPT_PLAIN, adopt);
    }

    /** {@code redisson-tomcat}, {@code spring-session} or {@code standard-manager}; empty for none. */
    public void setAdoptFrom(String manager) {
        set(ManagerSetting.ADOPT_FROM, manager);
    }

    public void setAdoptPrefix(String prefix) {
        set(ManagerSetting.ADOPT_PREFIX, prefix);
    }

    public void setNode(String name) {
        set(ManagerSetting.NODE, name);
    }

    public void setSessionTimeout(String timeout) {
        set(ManagerSetting.SESSION_TIMEOUT, timeout);
    }

    public void setPathname(String file) {
        pathname = file;
        former.accept("pathname", "sessions are in the store and never in a file");
    }

    /** A login is part of its session; passwords are never stored. */
    @Override
    public void setPersistAuthentication(boolean persist) {
        super.setPersistAuthentication(true);
        if (!persist) {
            former.accept("persistAuthentication", "a login is part of its session, on every node");
        }
    }

    /** The name of {@code redissonConfig} in redisson-tomcat. */
    public void setConfigPath(String path) {
        attributes.put("configPath", path);
    }

    public void setJndiName(String name) {
        former.accept("jndiName", "the manager has its own client; set redisUrl");
    }

    public void setReadMode(String mode) {
        set(ManagerSetting.READ_MODE, mode);
        if (ReadMode.isOfRedissonTomcat(mode)) {
            former.accept("readMode", "each request asks the store, as with strict; tracked saves the round trip");
        }
    }

    /** {@code shared} or {@code isolated}: what simultaneous requests of one session on this node see of each other. */
    public void setConcurrency(String concurrency) {
        set(ManagerSetting.CONCURRENCY, concurrency);
    }

    /** {@code apart} or {@code shared}: whether the versions of a parallel deployment have their own sessions. */
    public void setVersions(String versions) {
        set(ManagerSetting.VERSIONS, versions);
    }

    /** {@code acknowledged} or {@code replicated}: whether ends of sessions and changes of rights wait for a replica of Redis. */
    public void setSecurityWrites(String when) {
        set(ManagerSetting.SECURITY_WRITES, when);
    }

    public void setUpdateMode(String mode) {
        former.accept("updateMode", "a request's changes are always saved before its response is sent");
    }

    public void setBroadcastSessionEvents(String broadcast) {
        former.accept("broadcastSessionEvents", "listeners are notified once in the cluster");
    }

    public void setBroadcastSessionUpdates(String broadcast) {
        former.accept("broadcastSessionUpdates", "no node has a copy that could become outdated");
    }
}
