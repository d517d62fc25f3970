package torc.tools.chaos;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The bytes of one version of an object, made again from a seed whenever they are needed.
///
/// @param bytes their number
record Body(long seed, int bytes) {
    byte[] make() {
        var made = new byte[bytes];
        new SplittableRandom(seed).nextBytes(made);
        return made;
    }

    boolean is(byte[] received) {
        return received.length == bytes && Arrays.equals(make(), received);
    }
}
