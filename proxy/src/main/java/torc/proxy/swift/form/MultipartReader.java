package torc.proxy.swift.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the parts of a multipart body (RFC 2046 §5.1) as they come: the headers of each, and then its bytes.
/// Holds no more than one buffer. For one thread.
final class MultipartReader {
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int end;
    private boolean ended;
    private boolean inPart;

    /// @param boundary as `Content-Type` gives it, up to 70 octets
    MultipartReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A part's headers by lower-case name, octet for octet.
    record Part(Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// @throws IOException if the body does not begin with its boundary
    void begin() throws IOException {
        // The first boundary stands at the begin of a line that has no other before it.
        var first = line();
        if (first == null || !first.equals(text(Arrays.copyOfRange(delimiter, 2, delimiter.length))))
            throw new IOException("invalid starting boundary");
        inPart = true;
    }

    /// The next part; empty if there are no more. What was not read of the one before is passed over.
    Optional<Part> next() throws IOException {
        if (!inPart && !passBoundary()) return Optional.empty();
        inPart = false;
        var headers = new HashMap<String, String>();
        int bytes = 0;
        for (var line = line(); line != null && !line.isEmpty(); line = line()) {
            bytes += line.length();
            if (bytes > MAX_HEADER_BYTES) throw new IOException("headers too long");
            int colon = line.indexOf(':');
            if (colon > 0)
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
        }
        return headers.isEmpty() && ended && from == end ? Optional.empty() : Optional.of(new Part(headers));
    }

    /// Bytes of the part.
    ///
    /// @return how many; -1 at its end
    int read(byte[] into) throws IOException {
        fill(delimiter.length + 1);
        int at = find();
        int available = at >= 0 ? at - from : Math.max(0, end - from - (ended ? 0 : delimiter.length - 1));
        if (available == 0) {
            if (at < 0 && ended) throw new IOException("unexpected end of the form");
            return -1;
        }
        int count = Math.min(available, into.length);
        System.arraycopy(buffer, from, into, 0, count);
        from += count;
        return count;
    }

    /// Passes over the rest of a part and the boundary behind it.
    ///
    /// @return whether another part follows
    private boolean passBoundary() throws IOException {
        var waste = new byte[8 << 10];
        while (read(waste) >= 0) {}
        from += delimiter.length;
        fill(2);
        var last = end - from >= 2 && buffer[from] == '-' && buffer[from + 1] == '-';
        if (last) return false;
        line();
        return true;
    }

    private int find() {
        for (int i = from; i + delimiter.length <= end; i++)
            if (buffer[i] == delimiter[0]
                    && Arrays.equals(buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) return i;
        return -1;
    }

    private @org.jspecify.annotations.Nullable String line() throws IOException {
        var line = new StringBuilder();
        while (line.length() <= MAX_HEADER_BYTES) {
            fill(1);
            if (from == end) return line.isEmpty() ? null : line.toString();
            var c = (char) (buffer[from++] & 0xff);
            if (c == '\n') {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') line.setLength(length - 1);
                return line.toString();
            }
            line.append(c);
        }
        throw new IOException("headers too long");
    }

    /// Has at least so many bytes at hand, unless the body ends.
    private void fill(int wanted) throws IOException {
        while (!ended && end - from < wanted) {
            System.arraycopy(buffer, from, buffer, 0, end - from);
            end -= from;
            from = 0;
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) ended = true;
            else end += count;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
