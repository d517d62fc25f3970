package torc.proxy.encryption;

import java.util.Map;
import java.util.TreeMap;

/// The secrets that all keys of bodies are wrapped under, by their numbers.
///
/// @param active number of the one for what is stored from now on
/// @param secrets 32 bytes each
public record RootSecrets(long active, Map<Long, byte[]> secrets) {
    /// Length of a root secret.
    public static final int BYTES = 32;

    public RootSecrets {
        secrets = new TreeMap<>(secrets);
        if (!secrets.containsKey(active)) throw new IllegalArgumentException("no root secret " + active);
        if (secrets.values().stream().anyMatch(secret -> secret.length != BYTES))
            throw new IllegalArgumentException("a root secret that is not of " + BYTES + " bytes");
    }

    @Override
    public String toString() {
        return "RootSecrets[***]";
    }
}
