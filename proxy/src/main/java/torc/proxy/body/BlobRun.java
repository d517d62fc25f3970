package torc.proxy.body;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import torc.common.stream.Chunk;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.blob.BlobWriter;
import torc.proxy.encryption.Encryption;
import torc.proxy.rows.Body;
import torc.proxy.rows.Extent;
import torc.proxy.rows.Seal;

/// One body being cut into blobs. While a blob is made durable, the next one is already written. For one thread;
/// what
/// was not ended well is removed at [#close()].
final class BlobRun implements AutoCloseable {
    /// The first blob of a body of unknown length is this small, so that little space is set aside in vain; each
    /// further one doubles.
    private static final long FIRST_UNANNOUNCED_BLOB_BYTES = 4L << 20;

    private final BlobStore blobs;
    private final Encryption encryption;
    private final ExecutorService threads;
    private final int policy;
    private final BlobOwnerAt owner;
    private final long maxBytes;
    private final StreamDigest digest;
    private final List<Extent> written = new ArrayList<>();
    private long announcedLeft;
    private long unannouncedStep = FIRST_UNANNOUNCED_BLOB_BYTES;
    private long offset;
    private @Nullable BlobWriter open;
    private @Nullable BlobCipher cipher;
    private long openBytes;
    private long openCapacity;
    private @Nullable Future<BlobWriteOutcome> committing;
    private @Nullable BodyOutcome failure;
    private boolean digestEnded;
    private boolean kept;

    BlobRun(
            BlobStore blobs,
            Encryption encryption,
            ExecutorService threads,
            int policy,
            BlobOwnerAt owner,
            OptionalLong announced,
            long maxBytes) {
        this.blobs = blobs;
        this.encryption = encryption;
        this.threads = threads;
        this.policy = policy;
        this.owner = owner;
        this.maxBytes = maxBytes;
        this.announcedLeft = announced.orElse(0);
        this.digest = new StreamDigest(threads);
    }

    /// @return false if it makes no sense to go on
    boolean consume(Chunk chunk) {
        var shared = new SharedChunk(chunk);
        var bytes = chunk.bytes();
        if (offset + openBytes + bytes.remaining() > maxBytes) {
            failure = new BodyOutcome.TooLarge();
            chunk.release();
            return false;
        }
        digest.add(shared);
        try {
            while (bytes.hasRemaining() && failure == null) append(bytes);
        } finally {
            shared.release();
        }
        return failure == null;
    }

    BodyOutcome end() {
        if (failure == null && open != null) finishLast();
        else awaitCommit();
        digestEnded = true;
        var md5 = digest.end();
        if (failure != null) return failure;
        kept = true;
        return new BodyOutcome.InBlobs(new Body(written), md5);
    }

    @Override
    public void close() {
        if (kept) return;
        if (!digestEnded) digest.end();
        if (open != null) open.close();
        awaitCommit();
        for (var extent : written) blobs.delete(extent.blob());
    }

    private void append(ByteBuffer bytes) {
        if (open == null) {
            openCapacity = nextCapacity();
            cipher = BlobCipher.begin(encryption);
            var owned = owner.at(offset);
            open = blobs.create(policy, cipher == null ? owned : cipher.sealed(owned), openCapacity);
            openBytes = 0;
        }
        var count = (int) Math.min(bytes.remaining(), openCapacity - openBytes);
        var part = bytes.slice(bytes.position(), count);
        if (cipher == null) open.write(part);
        else cipher.write(part, open);
        bytes.position(bytes.position() + count);
        openBytes += count;
        if (openBytes == openCapacity) finishOpen();
    }

    private long nextCapacity() {
        if (announcedLeft > 0) {
            var capacity = Math.min(announcedLeft, BlobStore.MAX_BLOB_BYTES);
            announcedLeft -= capacity;
            return capacity;
        }
        var capacity = unannouncedStep;
        unannouncedStep = Math.min(unannouncedStep * 2, BlobStore.MAX_BLOB_BYTES);
        return capacity;
    }

    /// Lets another thread make the blob durable, after the one before it was.
    private void finishOpen() {
        awaitCommit();
        var writer = takeOpen();
        committing = threads.submit(() -> commit(writer));
    }

    private void finishLast() {
        awaitCommit();
        if (failure == null) note(commit(takeOpen()));
    }

    private BlobWriter takeOpen() {
        var writer = Objects.requireNonNull(open);
        open = null;
        var seal = cipher == null ? Optional.<Seal>empty() : Optional.of(cipher.seal(writer.id()));
        cipher = null;
        written.add(Extent.owned(writer.id(), openBytes, seal));
        offset += openBytes;
        openBytes = 0;
        return writer;
    }

    private static BlobWriteOutcome commit(BlobWriter writer) {
        try (writer) {
            return writer.commit();
        }
    }

    private void awaitCommit() {
        if (committing == null) return;
        try {
            note(committing.get());
            committing = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a blob was made durable", e);
        } catch (ExecutionException e) {
            committing = null;
            throw new IllegalStateException("making a blob durable failed", e.getCause());
        }
    }

    private void note(BlobWriteOutcome outcome) {
        switch (outcome) {
            case BlobWriteOutcome.Stored _ -> {}
            case BlobWriteOutcome.Full _ -> failure = new BodyOutcome.Full();
            case BlobWriteOutcome.Unavailable(var cause) -> failure = new BodyOutcome.Unavailable(cause);
        }
    }
}
