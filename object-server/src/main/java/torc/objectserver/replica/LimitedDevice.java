package torc.objectserver.replica;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.CopyChecksum;
import torc.objectserver.device.CopyStanding;
import torc.objectserver.device.DeviceBlobWriter;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceStatus;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.device.StoredBlob;

/// A device of which no call is waited for without end: it throws [torc.objectserver.device.DeviceUnavailable]
/// instead.
/// For background work, which would otherwise stand still with the first disk that hangs.
final class LimitedDevice implements BlobDevice {
    private final BlobDevice device;
    private final CallGuard guard;

    LimitedDevice(BlobDevice device, CallGuard guard) {
        this.device = device;
        this.guard = guard;
    }

    private <T> T ask(Supplier<T> question) {
        return guard.call(question, () -> {}, _ -> {});
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public BeginOutcome begin(BlobHeader header) {
        var outcome = guard.call(() -> device.begin(header), () -> {}, late -> {
            if (late instanceof BeginOutcome.Begun(var writer)) writer.close();
        });
        return outcome instanceof BeginOutcome.Begun(var writer)
                ? new BeginOutcome.Begun(new LimitedWriter(writer))
                : outcome;
    }

    @Override
    public DeviceReadOutcome read(Id128 blob, long firstByte, long endByte) {
        var outcome = guard.call(() -> device.read(blob, firstByte, endByte), () -> {}, late -> {
            if (late instanceof DeviceReadOutcome.Opened opened) opened.source().close();
        });
        return outcome instanceof DeviceReadOutcome.Opened(var blobBytes, var source)
                ? new DeviceReadOutcome.Opened(blobBytes, new LimitedSource(source))
                : outcome;
    }

    @Override
    public Optional<StoredBlob> head(Id128 blob) {
        return ask(() -> device.head(blob));
    }

    @Override
    public DeviceDeleteOutcome delete(Id128 blob) {
        return ask(() -> device.delete(blob));
    }

    @Override
    public DeviceDeleteOutcome drop(Id128 blob) {
        return ask(() -> device.drop(blob));
    }

    @Override
    public List<Id128> deletions(int partition, Optional<Id128> after, int most) {
        return ask(() -> device.deletions(partition, after, most));
    }

    @Override
    public List<Id128> quarantined(Optional<Id128> after, int most) {
        return ask(() -> device.quarantined(after, most));
    }

    @Override
    public List<PartitionDigest> digests(int firstPartition, int endPartition) {
        return ask(() -> device.digests(firstPartition, endPartition));
    }

    @Override
    public List<StoredBlob> list(int partition, Optional<Id128> after, int most) {
        return ask(() -> device.list(partition, after, most));
    }

    @Override
    public CopyStanding standing(int partition, Id128 blob) {
        return ask(() -> device.standing(partition, blob));
    }

    @Override
    public CopyChecksum checksum(Id128 blob) {
        return ask(() -> device.checksum(blob));
    }

    @Override
    public DeviceStatus status() {
        return ask(device::status);
    }

    @Override
    public void close() {
        device.close();
    }

    /// A writer whose call was given up belongs to that call, which closes it when it ends.
    private final class LimitedWriter implements DeviceBlobWriter {
        private final DeviceBlobWriter writer;
        private boolean lost;

        LimitedWriter(DeviceBlobWriter writer) {
            this.writer = writer;
        }

        private <T> T use(Supplier<T> call) {
            return guard.call(call, () -> lost = true, _ -> writer.close());
        }

        @Override
        public void write(ByteBuffer bytes) {
            use(() -> {
                writer.write(bytes);
                return true;
            });
        }

        @Override
        public DeviceWriteOutcome commit() {
            return use(writer::commit);
        }

        @Override
        public void close() {
            if (!lost) guard.end(writer::close);
        }
    }

    /// As the writer.
    private final class LimitedSource implements ByteSource {
        private final ByteSource source;
        private boolean lost;

        LimitedSource(ByteSource source) {
            this.source = source;
        }

        @Override
        public @Nullable Chunk next() {
            return guard.call(() -> Optional.ofNullable(source.next()), () -> lost = true, late -> {
                        if (late != null) late.ifPresent(Chunk::release);
                        source.close();
                    })
                    .orElse(null);
        }

        @Override
        public void close() {
            if (!lost) guard.end(source::close);
        }
    }
}
