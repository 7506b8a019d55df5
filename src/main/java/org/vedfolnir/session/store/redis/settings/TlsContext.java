package org.vedfolnir.session.store.redis.settings;

import java.io.IOException;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.redisson.config.Config;

/** TLS to Redis, for a client that is not Redisson: what the setting redisTrustStore or a Redisson configuration says. Stateless. */
final class TlsContext {

    private TlsContext() {}

    /**
     * @throws IllegalArgumentException with the remedy
     */
    static SSLContext of(TlsTrust trust, @Nullable Config config) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    config == null || config.getSslKeystore() == null
                            ? null
                            : keys(config.getSslKeystore(), password(config.getSslKeystorePassword()))
                                    .getKeyManagers(),
                    trusted(trust, config),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "The stores sslTruststore and sslKeystore of redissonConfig cannot be read. Check their paths,"
                            + " their passwords, and who may read them.",
                    e);
        }
    }

    private static TrustManager @Nullable [] trusted(TlsTrust trust, @Nullable Config config)
            throws GeneralSecurityException, IOException {
        var managers = trust.managers();
        if (managers == null && config != null && config.getSslTruststore() != null) {
            managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store(config.getSslTruststore(), password(config.getSslTruststorePassword())));
        }
        return managers == null ? null : managers.getTrustManagers();
    }

    private static KeyManagerFactory keys(URL file, char[] password) throws GeneralSecurityException, IOException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(file, password), password);
        return keys;
    }

    private static KeyStore store(URL file, char[] password) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        try (var in = file.openStream()) {
            store.load(in, password);
        }
        return store;
    }

    private static char[] password(@Nullable String text) {
        return text == null ? new char[0] : text.toCharArray();
    }
}
