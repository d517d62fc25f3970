package torc.proxy.objects;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A request's conditions (RFC 9110 §13) on the object as it stands. Evaluated by the service in the same transaction
/// as the write, or by [#forRead] on the object that a read has opened.
///
/// @param ifMatch entity tags without quotes, or `*`; empty if not asked
/// @param ifNoneMatch likewise
/// @param ifModifiedSinceSeconds seconds since 1970
/// @param ifUnmodifiedSinceSeconds seconds since 1970
public record Preconditions(
        List<String> ifMatch,
        List<String> ifNoneMatch,
        OptionalLong ifModifiedSinceSeconds,
        OptionalLong ifUnmodifiedSinceSeconds) {
    public static final Preconditions NONE =
            new Preconditions(List.of(), List.of(), OptionalLong.empty(), OptionalLong.empty());

    public Preconditions {
        ifMatch = List.copyOf(ifMatch);
        ifNoneMatch = List.copyOf(ifNoneMatch);
    }

    /// What conditions say of an object.
    public enum Verdict {
        /// Go on.
        HOLD,
        /// A read has nothing new to say (304).
        NOT_MODIFIED,
        /// The request must not be carried out (412).
        FAILED
    }

    /// The verdict on a read, in the order of RFC 9110 §13.2.2. A copy's source is read, too: neither of the other
    /// verdicts lets it go on.
    public Verdict forRead(Optional<StoredObject> current) {
        var write = forWrite(current);
        if (write == Verdict.FAILED && matchHolds(current)) return Verdict.NOT_MODIFIED;
        if (write == Verdict.FAILED || !ifNoneMatch.isEmpty() || current.isEmpty()) return write;
        return ifModifiedSinceSeconds.isPresent()
                        && modifiedSeconds(current.get()) <= ifModifiedSinceSeconds.getAsLong()
                ? Verdict.NOT_MODIFIED
                : Verdict.HOLD;
    }

    /// The verdict on a write: [Verdict#HOLD] or [Verdict#FAILED].
    public Verdict forWrite(Optional<StoredObject> current) {
        var holds = matchHolds(current)
                && (ifNoneMatch.isEmpty() || current.isEmpty() || !names(ifNoneMatch, current.get(), true));
        return holds ? Verdict.HOLD : Verdict.FAILED;
    }

    private boolean matchHolds(Optional<StoredObject> current) {
        if (!ifMatch.isEmpty()) return current.isPresent() && names(ifMatch, current.get(), false);
        return ifUnmodifiedSinceSeconds.isEmpty()
                || current.isEmpty()
                || modifiedSeconds(current.get()) <= ifUnmodifiedSinceSeconds.getAsLong();
    }

    /// If-None-Match compares weakly, If-Match strongly: a weak tag names nothing there (RFC 9110 §13.1.1, §13.1.2).
    private static boolean names(List<String> tags, StoredObject object, boolean weakly) {
        for (var tag : tags) {
            if (tag.equals("*") || tag.equals(object.etag())) return true;
            if (weakly
                    && tag.startsWith("W/")
                    && tag.substring(2).replace("\"", "").equals(object.etag())) return true;
        }
        return false;
    }

    private static long modifiedSeconds(StoredObject object) {
        return Math.floorDiv(object.modifiedMicros(), 1_000_000L);
    }

    public boolean isNone() {
        return ifMatch.isEmpty()
                && ifNoneMatch.isEmpty()
                && ifModifiedSinceSeconds.isEmpty()
                && ifUnmodifiedSinceSeconds.isEmpty();
    }
}
