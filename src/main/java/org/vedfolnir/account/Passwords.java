package org.vedfolnir.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id with what OWASP's password storage cheat sheet asks for at least: 19 MiB, two passes, one lane. Thread-safe; as many
 * verifications run at once as there are processors, the others wait, so that sign-ins cannot take all memory.
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
    private final String nobodys = hash(random());

    String hash(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult();
    }

    /** @param hash of the account; null when there is none: takes the same time, and is false */
    boolean verify(String password, @Nullable String hash) {
        places.acquireUninterruptibly();
        try {
            var known = hash == null ? nobodys : hash;
            return Password.check(password, known).with(Argon2Function.getInstanceFromHash(known)) && hash != null;
        } finally {
            places.release();
        }
    }

    /** Whether a hash was made with less memory or fewer passes than ours today. */
    boolean isOutdated(String hash) {
        var made = Argon2Function.getInstanceFromHash(hash);
        return made.getMemory() < MEMORY_KIB || made.getIterations() < PASSES;
    }

    /** 128 random bits that can be typed. */
    String random() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
