package torc.common.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Header fields in the order they came, names compared without regard to case (RFC 9110 §5).
///
/// A value is kept octet for octet, one `char` of 0 to 255 for each; [#utf8(String)] decodes it.
/// Immutable; build with [#builder()].
public final class Headers {
    private static final Headers EMPTY = new Headers(new String[0]);

    /// Names and values by turns.
    private final String[] fields;

    private Headers(String[] fields) {
        this.fields = fields;
    }

    public static Headers empty() {
        return EMPTY;
    }

    public static Builder builder() {
        return new Builder();
    }

    /// The first field of this name.
    public Optional<String> first(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) return Optional.of(fields[i + 1]);
        }
        return Optional.empty();
    }

    /// The first field of this name, its octets read as UTF-8.
    public Optional<String> utf8(String name) {
        return first(name)
                .map(value -> new String(
                        value.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                        java.nio.charset.StandardCharsets.UTF_8));
    }

    /// All fields of this name, in order.
    public List<String> all(String name) {
        var found = new ArrayList<String>();
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) found.add(fields[i + 1]);
        }
        return found;
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /// Calls `each` with every name, in lower case, and value, in order.
    public void forEach(BiConsumer<String, String> each) {
        for (int i = 0; i < fields.length; i += 2) {
            each.accept(fields[i].toLowerCase(Locale.ROOT), fields[i + 1]);
        }
    }

    /// Calls `each` with every name as it was written, and value, in order.
    public void forEachAsWritten(BiConsumer<String, String> each) {
        for (int i = 0; i < fields.length; i += 2) {
            each.accept(fields[i], fields[i + 1]);
        }
    }

    /// How many fields there are.
    public int count() {
        return fields.length / 2;
    }

    /// A builder that begins with these fields.
    public Builder toBuilder() {
        var builder = new Builder();
        forEachAsWritten(builder::add);
        return builder;
    }

    @Override
    public String toString() {
        return count() + " header fields"; // Values may hold secrets.
    }

    /// Collects fields. Not safe for many threads.
    public static final class Builder {
        private final ArrayList<String> fields = new ArrayList<>(32);

        private Builder() {}

        /// Appends a field.
        ///
        /// @throws IllegalArgumentException if the value holds CR, LF or NUL, which would forge another field
        public Builder add(String name, String value) {
            for (int i = 0; i < value.length(); i++) {
                var c = value.charAt(i);
                if (c == '\r' || c == '\n' || c == 0) throw new IllegalArgumentException("control sign in " + name);
            }
            fields.add(name);
            fields.add(value);
            return this;
        }

        /// Appends a field whose value may hold signs beyond one octet; they are sent as UTF-8.
        public Builder addUtf8(String name, String value) {
            return add(
                    name,
                    new String(
                            value.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            java.nio.charset.StandardCharsets.ISO_8859_1));
        }

        /// Replaces all fields of this name by one.
        public Builder set(String name, String value) {
            remove(name);
            return add(name, value);
        }

        public Builder remove(String name) {
            for (int i = fields.size() - 2; i >= 0; i -= 2) {
                if (fields.get(i).equalsIgnoreCase(name)) {
                    fields.remove(i + 1);
                    fields.remove(i);
                }
            }
            return this;
        }

        public Headers build() {
            return fields.isEmpty() ? EMPTY : new Headers(fields.toArray(String[]::new));
        }
    }
}
