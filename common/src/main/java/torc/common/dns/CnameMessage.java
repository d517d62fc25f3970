package torc.common.dns;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Questions for canonical names and their answers, as RFC 1035 §4 writes them. An answer is bytes of a stranger:
/// whatever is not as it should be makes it [Cname.Unknown].
final class CnameMessage {
    /// More does not come in one datagram without a client's consent.
    static final int MOST_BYTES = 512;

    private static final int MOST_NAME_SIGNS = 253;
    private static final int MOST_LABEL_BYTES = 63;
    private static final int HEADER_BYTES = 12;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int TRUNCATED = 0x0200;
    private static final int CODE = 0xf;
    private static final int NO_SUCH_NAME = 3;
    private static final int TYPE_CNAME = 5;
    private static final int CLASS_INTERNET = 1;
    private static final int POINTER = 0xc0;
    private static final int MOST_RECORDS = 32;

    private CnameMessage() {}

    /// Whether it can be asked for: labels of letters, digits, hyphens and underscores.
    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MOST_NAME_SIGNS) return false;
        for (var label : name.split("\\.", -1))
            if (label.length() > MOST_LABEL_BYTES || !label.matches("[A-Za-z0-9_-]+")) return false;
        return true;
    }

    static byte[] question(int id, String name) {
        var to = ByteBuffer.allocate(MOST_BYTES);
        to.putShort((short) id).putShort((short) RECURSION_DESIRED);
        to.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        for (var label : name.split("\\.", -1))
            to.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        to.put((byte) 0).putShort((short) TYPE_CNAME).putShort((short) CLASS_INTERNET);
        var bytes = new byte[to.position()];
        to.flip().get(bytes);
        return bytes;
    }

    /// Whether it answers this question at all: a stranger who guesses has to guess the id, the port and the name.
    static boolean answers(byte[] message, int id, String name) {
        if (message.length < HEADER_BYTES) return false;
        var from = ByteBuffer.wrap(message);
        if ((from.getShort() & 0xffff) != (id & 0xffff) || (from.getShort() & RESPONSE) == 0) return false;
        if (from.getShort() != 1) return false;
        from.position(HEADER_BYTES);
        try {
            return name(from).equals(name.toLowerCase(Locale.ROOT))
                    && from.getShort() == TYPE_CNAME
                    && from.getShort() == CLASS_INTERNET;
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return false;
        }
    }

    /// @param message that [#answers] the question
    static Cname read(byte[] message, String name) {
        var from = ByteBuffer.wrap(message);
        var flags = from.getShort(2) & 0xffff;
        if ((flags & TRUNCATED) != 0) return new Cname.Unknown("the answer is cut off");
        if ((flags & CODE) == NO_SUCH_NAME) return new Cname.None();
        if ((flags & CODE) != 0) return new Cname.Unknown("the server answers with code " + (flags & CODE));
        try {
            from.position(HEADER_BYTES);
            var _ = name(from);
            from.position(from.position() + 4);
            return record(from, Math.min(message(message), MOST_RECORDS), name.toLowerCase(Locale.ROOT));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return new Cname.Unknown("the answer is malformed");
        }
    }

    /// Number of its answers.
    private static int message(byte[] message) {
        return ByteBuffer.wrap(message).getShort(6) & 0xffff;
    }

    private static Cname record(ByteBuffer from, int count, String name) {
        for (int i = 0; i < count; i++) {
            var owner = name(from);
            var type = from.getShort();
            var internet = from.getShort() == CLASS_INTERNET;
            var ttl = Integer.toUnsignedLong(from.getInt());
            var end = (from.getShort() & 0xffff) + from.position();
            if (type == TYPE_CNAME && internet && owner.equals(name)) {
                var target = name(from);
                return isName(target) ? new Cname.Found(target, ttl) : new Cname.Unknown("it names no host");
            }
            from.position(end);
        }
        return new Cname.None();
    }

    /// Reads a name and goes on behind it. A pointer has to point backwards, so that none goes round.
    private static String name(ByteBuffer from) {
        var text = new StringBuilder();
        var at = from.duplicate();
        var earliest = from.position();
        var jumped = false;
        for (var length = at.get() & 0xff; length != 0; length = at.get() & 0xff) {
            if ((length & POINTER) == POINTER) {
                var target = (length & ~POINTER) << 8 | (at.get() & 0xff);
                if (!jumped) from.position(at.position());
                jumped = true;
                if (target >= earliest) throw new IllegalArgumentException("a pointer forwards");
                earliest = target;
                at.position(target);
                continue;
            }
            if ((length & POINTER) != 0) throw new IllegalArgumentException("a label of an unknown kind");
            var label = new byte[length];
            at.get(label);
            if (!text.isEmpty()) text.append('.');
            text.append(new String(label, StandardCharsets.ISO_8859_1));
            if (text.length() > MOST_NAME_SIGNS) throw new IllegalArgumentException("a name is too long");
        }
        if (!jumped) from.position(at.position());
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
