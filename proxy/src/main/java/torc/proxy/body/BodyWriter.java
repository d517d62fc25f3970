package torc.proxy.body;

import static torc.proxy.rows.ObjectRow.DATA_HEADER_BYTES;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.blob.BlobStore;
import torc.proxy.encryption.Encryption;
import torc.proxy.rows.Body;
import torc.proxy.rows.ObjectRow;

/// Stores bodies: short ones as the data row that they will be, others as blobs, with their MD5 taken on the way.
/// Safe for many threads.
public final class BodyWriter {
    private final BlobStore blobs;
    private final Encryption encryption;
    private final ExecutorService threads;
    private final int inlineLimit;

    /// @param encryption encrypts what is stored if it is on
    /// @param threads one virtual thread a task
    /// @param inlineLimitBytes greatest length of a body that goes into a row
    public BodyWriter(BlobStore blobs, Encryption encryption, ExecutorService threads, int inlineLimitBytes) {
        this.blobs = blobs;
        this.encryption = encryption;
        this.threads = threads;
        this.inlineLimit = inlineLimitBytes;
    }

    /// Stores a body that may end in a row. What the source throws is thrown on, after what was stored is
    /// removed.
    ///
    /// @param source not closed here
    /// @param announced how many bytes will come, if known
    /// @param maxBytes greatest length allowed
    /// @param policy number of the storage policy of blobs
    public BodyOutcome write(ByteSource source, OptionalLong announced, long maxBytes, int policy, BlobOwnerAt owner) {
        if (announced.isPresent() && announced.getAsLong() > maxBytes) return new BodyOutcome.TooLarge();
        if (announced.isPresent() && announced.getAsLong() > inlineLimit)
            return writeToBlobs(source, announced, maxBytes, policy, owner);
        var gathered = new byte[DATA_HEADER_BYTES + (int) announced.orElse(inlineLimit)];
        gathered[0] = ObjectRow.DATA_VERSION;
        var length = DATA_HEADER_BYTES;
        for (var chunk = source.next(); chunk != null; chunk = source.next()) {
            if (chunk.bytes().remaining() > gathered.length - length) {
                var head = Arrays.copyOfRange(gathered, DATA_HEADER_BYTES, length);
                try (var rejoined = new RejoinedSource(head, chunk, source)) {
                    return writeToBlobs(rejoined, OptionalLong.empty(), maxBytes, policy, owner);
                }
            }
            length += take(chunk, gathered, length);
        }
        if (length - DATA_HEADER_BYTES > maxBytes) return new BodyOutcome.TooLarge();
        var bytes = length - DATA_HEADER_BYTES;
        var row = length == gathered.length ? gathered : Arrays.copyOf(gathered, length);
        var md5 = Md5.of(row, DATA_HEADER_BYTES, bytes);
        return new BodyOutcome.Inline(InlineRow.sealed(row, md5, encryption), bytes, md5);
    }

    /// As [#write], but always into blobs; an empty body has none.
    public BodyOutcome writeToBlobs(
            ByteSource source, OptionalLong announced, long maxBytes, int policy, BlobOwnerAt owner) {
        if (announced.isPresent() && announced.getAsLong() > maxBytes) return new BodyOutcome.TooLarge();
        try (var writing = new BlobRun(blobs, encryption, threads, policy, owner, announced, maxBytes)) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) if (!writing.consume(chunk)) break;
            return writing.end();
        }
    }

    /// Removes the blobs of a body that no row came to name, and certainly none ever will.
    public void discard(Body body) {
        for (var blob : body.ownedBlobs()) blobs.delete(blob);
    }

    private static int take(Chunk chunk, byte[] to, int at) {
        var bytes = chunk.bytes();
        var count = bytes.remaining();
        bytes.get(to, at, count);
        chunk.release();
        return count;
    }
}
