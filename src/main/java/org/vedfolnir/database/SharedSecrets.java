package org.vedfolnir.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Random secrets of 256 bits that all nodes share without configuration. Thread-safe. */
@ApplicationScoped
public class SharedSecrets {

    private static final int BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    @Inject
    Transactions transactions;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, byte[]> known = new ConcurrentHashMap<>();

    /** @param name its purpose, at most 32 letters */
    private byte[] secret(String name) {
        var cached = known.get(name);
        if (cached == null) {
            // without a lock, so that a thread that waits for the database blocks no other
            var stored = stored(name);
            known.put(name, stored);
            cached = stored;
        }
        return cached.clone();
    }

    /** Returns an HMAC-SHA-256 of a text with such a secret, 43 characters of Base64. */
    public String signature(String name, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret(name), HMAC));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "This Java has no HMAC-SHA-256, which every Java must have. Check its security file.", e);
        }
    }

    /** Compares the signature in constant time. */
    public boolean isSignature(String signature, String name, String text) {
        return MessageDigest.isEqual(
                signature.getBytes(StandardCharsets.UTF_8),
                signature(name, text).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] stored(String name) {
        var text = transactions.in(entities -> read(entities, name));
        return Base64.getDecoder()
                .decode(text.orElseGet(() -> transactions.withLock(
                        "shared-secret", entities -> read(entities, name).orElseGet(() -> create(entities, name)))));
    }

    @SuppressWarnings("unchecked")
    private static Optional<String> read(EntityManager entities, String name) {
        return entities.createNativeQuery("select content from shared_secret where name = ?1")
                .setParameter(1, name)
                .getResultStream()
                .findFirst()
                .map(Object::toString);
    }

    private String create(EntityManager entities, String name) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var text = Base64.getEncoder().encodeToString(bytes);
        entities.createNativeQuery("insert into shared_secret (name, content) values (?1, ?2)")
                .setParameter(1, name)
                .setParameter(2, text)
                .executeUpdate();
        return text;
    }
}
