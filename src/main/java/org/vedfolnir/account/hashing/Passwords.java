package org.vedfolnir.account.hashing;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.hashing.HashingBulkhead.Permit;
import org.vedfolnir.session.admin.Shares;

/**
 * Argon2id with what OWASP's password storage cheat sheet asks for at least: 19 MiB, two passes, one lane. Thread-safe. One processor is left to
 * everything else, and few threads wait for the others ({@link HashingBulkhead}), so that a storm of sign-ins takes neither all memory nor
 * what signed-in people need.
 */
@ApplicationScoped
public class Passwords {

    /** In characters, which are Unicode's code points. */
    public static final int LONGEST = 256;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int BYTES = 32;
    private static final int SALT_BYTES = 16;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int AT_ONCE = Math.max(1, PROCESSORS - 1);
    /** A morning's sign-ins in new browsers come at once: on two processors, where a hash takes 55 ms of one, some 70. */
    private static final Duration BURST = Duration.ofSeconds(2).multipliedBy(PROCESSORS);
    /** A storm goes on with an eighth of all processors: on two of them four or five hashes a second. */
    private static final double SHARE = PROCESSORS / 8.0;
    /** A tenth of Tomcat's 200 threads for either kind; on one processor 20 hashes take about two seconds. */
    private static final int PLACES = 20;

    private static final int PLACES_OF_A_NETWORK = 16;
    private static final int PLACES_OF_AN_ACCOUNT = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, BYTES, Argon2.ID);
    private final HashingBulkhead bulkhead;
    private final SecureRandom random = new SecureRandom();
    // what a wrong user name is checked against, so that it takes as long as a wrong password
    private final String dummyHash;

    Passwords() {
        this(new HashingBulkhead(
                AT_ONCE,
                new Shares(PLACES, PLACES_OF_AN_ACCOUNT),
                new Shares(PLACES, PLACES_OF_A_NETWORK),
                PATIENCE,
                new CpuTimeBucket(BURST, SHARE, System::nanoTime),
                ThreadCpuTime::ofThisThread));
    }

    Passwords(HashingBulkhead bulkhead) {
        this.bulkhead = bulkhead;
        this.dummyHash = made(random());
    }

    /**
     * As it is hashed: in Unicode's form NFC, so that the same password typed on two keyboards is one (NIST SP 800-63B-4 §3.1.1.2). Spaces and
     * everything else stay as they were typed.
     */
    public static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /**
     * Runs work that checks a password while it holds a permit.
     *
     * @throws HashingOverloadException when there is no room for it; the work was not begun
     */
    public <T> T withPermit(HashingRequester requester, Function<Permit, T> work) {
        return bulkhead.withPermit(requester, work);
    }

    /** Whether the requester would be rejected now. */
    public boolean isFullFor(HashingRequester requester) {
        return bulkhead.isFullFor(requester);
    }

    /** @throws HashingOverloadException when there is no room for it */
    public String hash(String password, HashingRequester requester) {
        return bulkhead.withPermit(requester, permit -> hash(password, permit));
    }

    /** @throws HashingOverloadException when no turn came in time */
    public String hash(String password, Permit permit) {
        return bulkhead.hash(permit, () -> made(password));
    }

    private String made(String password) {
        return Password.hash(normalized(password))
                .addRandomSalt(SALT_BYTES)
                .with(argon2)
                .getResult();
    }

    /** The hash of a random password, for an account whose owner has not chosen one. @throws HashingOverloadException when there is no room for it */
    public String hashOfRandomPassword(HashingRequester requester) {
        return hash(random(), requester);
    }

    /**
     * Whether the password is the one that was hashed.
     *
     * @param hash of the account; null when there is none: takes the same time, and is false
     * @throws HashingOverloadException when no turn came in time: whether the password is right is not known
     */
    public boolean verify(String password, @Nullable String hash, Permit permit) {
        var known = hash == null ? dummyHash : hash;
        return bulkhead.hash(permit, () -> Password.check(normalized(password), known)
                        .with(Argon2Function.getInstanceFromHash(known)))
                && hash != null;
    }

    /** Whether a hash was made with less memory or fewer passes than ours today. */
    public boolean isOutdated(String hash) {
        var made = Argon2Function.getInstanceFromHash(hash);
        return made.getMemory() < MEMORY_KIB || made.getIterations() < PASSES;
    }

    private String random() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
