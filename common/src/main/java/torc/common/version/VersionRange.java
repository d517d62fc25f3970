package torc.common.version;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The versions of one conversation that a program speaks: all from the oldest to the newest.
///
/// @param oldest from 1
public record VersionRange(int oldest, int newest) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})-([0-9]{1,6})");

    public VersionRange {
        if (oldest < 1 || newest < oldest)
            throw new IllegalArgumentException("versions from " + oldest + " to " + newest);
    }

    /// One version alone.
    public static VersionRange only(int version) {
        return new VersionRange(version, version);
    }

    /// What [#text()] has written.
    ///
    /// @throws IllegalArgumentException if it is anything else
    public static VersionRange parse(String text) {
        var found = TEXT.matcher(text);
        if (!found.matches()) throw new IllegalArgumentException("versions are written OLDEST-NEWEST");
        return new VersionRange(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)));
    }

    /// `OLDEST-NEWEST`.
    public String text() {
        return oldest + "-" + newest;
    }

    /// The newest version that both speak; empty if there is none.
    public OptionalInt common(VersionRange other) {
        var version = Math.min(newest, other.newest);
        return version >= oldest && version >= other.oldest ? OptionalInt.of(version) : OptionalInt.empty();
    }

    public boolean has(int version) {
        return version >= oldest && version <= newest;
    }
}
