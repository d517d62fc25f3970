package torc.objectserver.blob;

import java.time.Instant;

/// Who may name a blob: carried in its header, so that rows can be rebuilt from blobs and a blob that no row
/// names
/// can be told from one that is still being uploaded.
///
/// @param shard the metadata shard key that the owning row lives in
/// @param row what the owner needs to find the row and the blob's place in it, opaque here; at most 4 KiB of
/// UTF-8
/// @param deadline after this instant no row that does not yet name the blob may start to
/// @param about what else the row said when the blob was begun, for whoever has to make the row anew; opaque
/// here, of
///     signs of base64url; empty if nothing. All three texts together have at most 8 KiB
public record BlobOwner(String shard, String row, Instant deadline, String about) {
    /// An owner that says no more of its row.
    public BlobOwner(String shard, String row, Instant deadline) {
        this(shard, row, deadline, "");
    }

    /// The same owner, saying no more of its row.
    public BlobOwner withoutAbout() {
        return about.isEmpty() ? this : new BlobOwner(shard, row, deadline);
    }
}
