package torc.ring.registry;

/// A storage policy: how the blobs of some containers are kept, on a ring of their own.
///
/// @param number which ids of its blobs tell; the first policy, 0, is there without being registered
/// @param name which clients give, letters, digits and hyphens
public record Policy(int number, String name, Kind kind) {
    /// Numbers are below this.
    public static final int MOST = 64;

    /// How blobs are kept.
    public sealed interface Kind {
        /// How many devices the ring names for each blob.
        int replicas();
    }

    /// As whole copies.
    public record Copies(int replicas) implements Kind {
        public Copies {
            if (replicas < 1 || replicas > 16) throw new IllegalArgumentException("1 to 16 copies, not " + replicas);
        }
    }

    /// As fragments of an erasure code, of which any `data` give the blob.
    public record Fragments(int data, int parity) implements Kind {
        public Fragments {
            if (data < 2 || data > 32 || parity < 1 || parity > 8)
                throw new IllegalArgumentException(
                        "2 to 32 data and 1 to 8 parity fragments, not " + data + "+" + parity);
        }

        @Override
        public int replicas() {
            return data + parity;
        }
    }

    public Policy {
        if (number < 0 || number >= MOST) throw new IllegalArgumentException("a policy's number is 0 to 63: " + number);
        if (!name.matches("[A-Za-z0-9-]{1,64}"))
            throw new IllegalArgumentException("a policy's name has letters, digits and hyphens: " + name);
    }

    /// Reads `3` as three copies and `4+2` as four data and two parity fragments.
    ///
    /// @throws IllegalArgumentException if the text is neither
    public static Kind kind(String text) {
        try {
            var plus = text.indexOf('+');
            if (plus < 0) return new Copies(Integer.parseInt(text));
            return new Fragments(Integer.parseInt(text.substring(0, plus)), Integer.parseInt(text.substring(plus + 1)));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("a policy is COPIES, as 3, or DATA+PARITY, as 4+2: " + text);
        }
    }

    /// As [#kind(String)] reads it.
    public static String text(Kind kind) {
        return switch (kind) {
            case Copies(var replicas) -> Integer.toString(replicas);
            case Fragments(var data, var parity) -> data + "+" + parity;
        };
    }

    /// Name of its ring in the registry; the first policy's is the one that was always there.
    public String ring(String first) {
        return ring(number, first);
    }

    /// Name of a policy's ring, by the policy's number.
    public static String ring(int number, String first) {
        return number == 0 ? first : first + "-" + number;
    }
}
