package torc.proxy.encryption;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.TreeMap;

/// Root secrets for tests.
public final class TestSecrets {
    private TestSecrets() {}

    /// Encrypts under the last of so many root secrets.
    public static Encryption on(int count) {
        return Encryption.on(secrets(count), new SecureRandom());
    }

    static RootSecrets secrets(int count) {
        var all = new TreeMap<Long, byte[]>();
        for (long number = 1; number <= count; number++) all.put(number, secret(number));
        return new RootSecrets(count, all);
    }

    static byte[] secret(long number) {
        return "%032d".formatted(7_000 + number).getBytes(StandardCharsets.US_ASCII);
    }
}
