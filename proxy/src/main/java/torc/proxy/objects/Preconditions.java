package torc.proxy.objects;

import java.util.List;
import java.util.OptionalLong;

/// A request's conditions (RFC 9110 §13) on the object as it stands. Evaluated by the service in the same transaction
/// as
/// the write, or on the object that a read has opened.
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

    public boolean isNone() {
        return ifMatch.isEmpty()
                && ifNoneMatch.isEmpty()
                && ifModifiedSinceSeconds.isEmpty()
                && ifUnmodifiedSinceSeconds.isEmpty();
    }
}
