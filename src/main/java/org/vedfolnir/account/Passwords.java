package org.vedfolnir.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id with what OWASP's password storage cheat sheet asks for at least: 19 MiB, two passes, one lane. Thread-safe; as many
 * hashes are made at once as there are processors, the others wait, so that sign-ins cannot take all memory.
 */
@ApplicationScoped
class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, BYTES, Argon2.ID);
    private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final SecureRandom random = new SecureRandom();
    // what a wrong user name is checked against, so that it takes as long as a wrong password
    private final String nobodys = unknown();

    /**
     * As it is hashed: in Unicode's form NFC, so that the same password typed on two keyboards is one (NIST SP 800-63B-4 §3.1.1.2). Spaces and
     * everything else stay as they were typed.
     */
    static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    String hash(String password) {
        places.acquireUninterruptibly();
        try {
            return Password.hash(normalized(password))
                    .addRandomSalt(SALT_BYTES)
                    .with(argon2)
                    .getResult();
        } finally {
            places.release();
        }
    }

    /** Of a password that nobody knows, for an account whose person has not chosen one. */
    String unknown() {
        return hash(random());
    }

    /** @param hash of the account; null when there is none: takes the same time, and is false */
    boolean verify(String password, @Nullable String hash) {
        places.acquireUninterruptibly();
        try {
            var known = hash == null ? nobodys : hash;
            return Password.check(normalized(password), known).with(Argon2Function.getInstanceFromHash(known))
                    && hash != null;
        } finally {
            places.release();
        }
    }

    /** Whether a hash was made with less memory or fewer passes than ours today. */
    boolean isOutdated(String hash) {
        var made = Argon2Function.getInstanceFromHash(hash);
        return made.getMemory() < MEMORY_KIB || made.getIterations() < PASSES;
    }

    private String random() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
