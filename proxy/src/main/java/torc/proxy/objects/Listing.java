package torc.proxy.objects;

import java.util.List;

/// A page of a listing.
///
/// @param more whether further entries follow the last one
public record Listing<T>(List<Entry<T>> entries, boolean more) {
    public Listing {
        entries = List.copyOf(entries);
    }

    /// One line of a listing.
    public sealed interface Entry<T> {
        /// An item of its own.
        record Item<T>(T item) implements Entry<T> {}

        /// All names that start with this prefix, which ends in the delimiter.
        record CommonPrefix<T>(String prefix) implements Entry<T> {}
    }
}
