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
 * Argon2id with the minimum parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. One processor stays free for other
 * work, and few threads wait ({@link HashingBulkhead}), so that many sign-ins at once do not exhaust the memory or slow down signed-in users.
 * Thread-safe.
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
    /** Many users sign in with new browsers at the same time in the morning: enough for about 70 hashes on two processors, at 55 ms each. */
    private static final Duration BURST = Duration.ofSeconds(2).multipliedBy(PROCESSORS);
    /** Under sustained load, strangers get an eighth of all processors: four or five hashes per second on two processors. */
    private static final double SHARE = PROCESSORS / 8.0;
    /** Per kind, a tenth of the 200 threads of Tomcat. On one processor, 20 hashes take about two seconds. */
    private static final int PLACES = 20;

    private static final int PLACES_OF_A_NETWORK = 16;
    private static final int PLACES_OF_AN_ACCOUNT = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, BYTES, Argon2.ID);
    private final HashingBulkhead bulkhead;
    private final SecureRandom random = new SecureRandom();
    // checked for unknown user names, so that they take as long as a wrong password
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
     * The form that is hashed, Unicode NFC: the same password typed on two keyboards is equal (NIST SP 800-63B-4 §3.1.1.2). Spaces and all other
     * characters are kept.
     */
    public static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /**
     * Runs work that checks a password while it holds a permit.
     *
     * @throws HashingOverloadException if no permit is free; the work did not start
     */
    public <T> T withPermit(HashingRequester requester, Function<Permit, T> work) {
        return bulkhead.withPermit(requester, work);
    }

    /** Whether a request of this requester would be rejected now. */
    public boolean isFullFor(HashingRequester requester) {
        return bulkhead.isFullFor(requester);
    }

    /** @throws HashingOverloadException if no permit is free */
    public String hash(String password, HashingRequester requester) {
        return bulkhead.withPermit(requester, permit -> hash(password, permit));
    }

    /** @throws HashingOverloadException if the wait exceeds the limit */
    public String hash(String password, Permit permit) {
        return bulkhead.hash(permit, () -> made(password));
    }

    private String made(String password) {
        return Password.hash(normalized(password))
                .addRandomSalt(SALT_BYTES)
                .with(argon2)
                .getResult();
    }

    /**
     * The hash of a random password, for an account whose user has not chosen one yet.
     *
     * @throws HashingOverloadException if no permit is free
     */
    public String hashOfRandomPassword(HashingRequester requester) {
        return hash(random(), requester);
    }

    /**
     * Whether the password matches the hash.
     *
     * @param hash of the account; null without an account: takes the same time and returns false
     * @throws HashingOverloadException if the wait exceeds the limit; the password was not checked
     */
    public boolean verify(String password, @Nullable String hash, Permit permit) {
        var known = hash == null ? dummyHash : hash;
        return bulkhead.hash(permit, () -> Password.check(normalized(password), known)
                        .with(Argon2Function.getInstanceFromHash(known)))
                && hash != null;
    }

    /** Whether the hash was made with less memory or fewer passes than the current parameters. */
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
