package torc.proxy.objects;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import torc.common.stream.ByteSource;

/// An object to be written.
///
/// @param body its bytes; if the source throws, nothing is stored and the exception reaches the caller. Closed by the
/// service
/// @param announcedBytes how many will come, where that is known; the source itself enforces it
/// @param attributes what the client says of it
/// @param systemAtEnd more of [ObjectAttributes#system()], asked for once the body has ended; may throw to refuse the
/// object
/// @param expectedEtag MD5 in hexadecimal that the body must have; empty string if not asked
/// @param conditions on the object that stands there now
/// @param maxBytes greatest length allowed
/// @param sentMicros when it was written elsewhere, if it comes from a container that is synchronised with this one:
/// the
/// object gets that time, and is refused by [WriteOutcome.PreconditionFailed] if what happened here is as late
public record PutRequest(
        ByteSource body,
        OptionalLong announcedBytes,
        ObjectAttributes attributes,
        Supplier<Map<String, String>> systemAtEnd,
        String expectedEtag,
        Preconditions conditions,
        long maxBytes,
        OptionalLong sentMicros) {
    /// An object that is written here and now.
    public PutRequest(
            ByteSource body,
            OptionalLong announcedBytes,
            ObjectAttributes attributes,
            Supplier<Map<String, String>> systemAtEnd,
            String expectedEtag,
            Preconditions conditions,
            long maxBytes) {
        this(body, announcedBytes, attributes, systemAtEnd, expectedEtag, conditions, maxBytes, OptionalLong.empty());
    }

    /// The same, held to another length.
    public PutRequest holdingAtMost(long bytes) {
        return new PutRequest(
                body, announcedBytes, attributes, systemAtEnd, expectedEtag, conditions, bytes, sentMicros);
    }
}
