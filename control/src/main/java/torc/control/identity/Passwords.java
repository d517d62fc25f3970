package torc.control.identity;

import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Bcrypt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import torc.control.api.Unavailable;

/// Hashes and verifies passwords with bcrypt (cost 12, THREATS K20), a few at a time so that logins cannot take the
/// machine (K12). The password goes into bcrypt as the Base64 of its SHA-384, because bcrypt itself ignores all beyond
/// 72 bytes.
public final class Passwords {
    /// Longest password in UTF-8 bytes; longer ones are refused before any work.
    public static final int MAX_BYTES = 4096;

    private static final int BCRYPT_SALT_SIGNS = 22;
    private static final int BCRYPT_HASH_SIGNS = 31;
    private static final int MAX_AT_ONCE = 2;
    private static final long PATIENCE_SECONDS = 20;

    private final BcryptFunction bcrypt;
    private final Semaphore turns = new Semaphore(MAX_AT_ONCE, true);
    private final String nobodysHash;

    /// @param logRounds bcrypt's cost: 12 in operation; tests take the least, 4
    public Passwords(int logRounds) {
        this.bcrypt = BcryptFunction.getInstance(Bcrypt.B, logRounds);
        // Checking against it takes the work of any other hash, and making one here would hold up every start.
        this.nobodysHash = "$2b$%02d$".formatted(logRounds) + ".".repeat(BCRYPT_SALT_SIGNS + BCRYPT_HASH_SIGNS);
    }

    /// The text to keep of a password.
    public String hash(String password) {
        return inTurn(() -> bcrypt.hash(digest(password)).getResult());
    }

    /// Whether the password is the one that `hash` was made of. An empty hash costs as much time and never matches, so
    /// that nobody learns from the time whether a user exists (K11).
    boolean matches(String password, String hash) {
        if (password.length() > MAX_BYTES) return false;
        var compared = hash.isEmpty() ? nobodysHash : hash;
        var equal = inTurn(() -> Password.check(digest(password), compared).with(bcrypt));
        return equal && !hash.isEmpty();
    }

    private <T> T inTurn(java.util.function.Supplier<T> work) {
        try {
            if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) throw new TooManyLogins();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TooManyLogins();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private static String digest(String password) {
        try {
            var sha = MessageDigest.getInstance("SHA-384").digest(password.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sha);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-384", missing);
        }
    }

    /// More logins wait than the machine can check in time.
    public static final class TooManyLogins extends Unavailable {
        private static final long serialVersionUID = 1L;

        TooManyLogins() {
            super("too many logins at once");
        }
    }
}
