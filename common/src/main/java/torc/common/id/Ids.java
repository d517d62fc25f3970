package torc.common.id;

import java.util.random.RandomGenerator;

/// Draws new identifiers from the random source that the process was given at its start.
///
/// Safe for use by many threads if the generator is.
public final class Ids {
    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /// A new identifier. With a cryptographic generator the chance of a repetition is negligible.
    public Id128 next() {
        return new Id128(random.nextLong(), random.nextLong());
    }
}
