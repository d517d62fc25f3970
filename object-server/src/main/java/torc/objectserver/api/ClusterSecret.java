package torc.objectserver.api;

import java.util.random.RandomGenerator;
import torc.common.secret.ConstantTime;

/// What the servers of one cluster know and nobody else: 32 random bytes in hexadecimal, until they have
/// certificates (THREATS R04). Prints as `***`.
public final class ClusterSecret {
    private final String text;

    /// @throws IllegalArgumentException if it is shorter than 64 signs
    public ClusterSecret(String text) {
        if (text.length() < 64) throw new IllegalArgumentException("a cluster's secret has 64 signs");
        this.text = text;
    }

    /// A new one.
    ///
    /// @param random a cryptographic generator
    public static ClusterSecret draw(RandomGenerator random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return new ClusterSecret(java.util.HexFormat.of().formatHex(bytes));
    }

    /// Whether somebody who says this knows the secret.
    public boolean admits(String said) {
        return ConstantTime.equal(text, said);
    }

    /// The secret itself, for the header of a request and the file of the cluster's keys.
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
