package torc.tools.chaos;

import java.util.Arrays;
import java.util.SplittableRandom;
import torc.tools.chaos.history.Mark;

/// The bytes of one version of an object, made again from a seed whenever they are needed.
///
/// @param bytes their number
record Body(long seed, int bytes) {
    /// Of the value of this mark.
    Body(long mark) {
        this(mark, Mark.bytes(mark));
    }

    byte[] make() {
        var made = new byte[bytes];
        new SplittableRandom(seed).nextBytes(made);
        return made;
    }

    boolean is(byte[] received) {
        return received.length == bytes && Arrays.equals(make(), received);
    }

    /// Whether these are the bytes from `first` on, as far as there are any.
    boolean is(byte[] received, int first, int count) {
        var from = Math.min(first, bytes);
        var to = Math.min(bytes, first + count);
        return Arrays.equals(make(), from, to, received, 0, received.length);
    }
}
