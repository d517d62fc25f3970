package torc.proxy.body;

import torc.proxy.rows.Body;

/// How storing a body ended. In all cases but the first two nothing of it is left.
public sealed interface BodyOutcome {
    /// It is so short that it goes into a row.
    ///
    /// @param dataRow the data row, as [InlineRow] reads it
    /// @param bytes length of the content
    record Inline(byte[] dataRow, int bytes, String md5) implements BodyOutcome {}

    /// It is durable in blobs that no row names yet.
    record InBlobs(Body body, String md5) implements BodyOutcome {}

    /// More bytes came than allowed.
    record TooLarge() implements BodyOutcome {}

    record Full() implements BodyOutcome {}

    record Unavailable(String cause) implements BodyOutcome {}
}
