package torc.tools.simulate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
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
import torc.objectserver.device.DeviceBlobWriter;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceStatus;
import torc.objectserver.device.DeviceUnavailable;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.device.StoredBlob;

/// The network between one process and one device: it delays, loses requests and loses answers, and can be cut. It
/// fails as the client of an object server does.
final class SimulatedLink implements BlobDevice {
    private final SimulatedTime time;
    private final SimulatedDevice device;
    private final Planted planted;
    private final List<DeviceBlobWriter> open = new ArrayList<>();
    private boolean cut;
    private int lostPerThousand;

    SimulatedLink(SimulatedTime time, SimulatedDevice device, Planted planted) {
        this.time = time;
        this.device = device;
        this.planted = planted;
    }

    void cut() {
        cut = true;
    }

    void lose(int perThousand) {
        lostPerThousand = perThousand;
    }

    void mend() {
        cut = false;
        lostPerThousand = 0;
    }

    /// The process at this end has died.
    void abandon(SimulatedProcess process) {
        device.abandonedBy(process, List.copyOf(open));
        open.clear();
    }

    private <T> T ask(Supplier<T> question) {
        travel();
        T answer;
        try {
            answer = question.get();
        } finally {
            time.note(device.name().hashCode());
        }
        travel();
        return answer;
    }

    /// One way through the network.
    private void travel() {
        time.sleep(50_000 + time.random().nextLong(time.random().nextInt(100) == 0 ? 50_000_000 : 300_000));
        if (!cut && (lostPerThousand == 0 || time.random().nextInt(1000) >= lostPerThousand)) return;
        time.sleep(time.random().nextLong(3_000_000_000L));
        throw new DeviceUnavailable(name(), "not reached");
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public BeginOutcome begin(BlobHeader header) {
        var given = new DeviceBlobWriter[1];
        try {
            return ask(() -> {
                var outcome = device.begin(header);
                if (!(outcome instanceof BeginOutcome.Begun(var writer))) return outcome;
                given[0] = writer;
                open.add(writer);
                return new BeginOutcome.Begun(new LinkedWriter(writer));
            });
        } catch (DeviceUnavailable e) {
            if (given[0] != null) end(given[0]);
            return new BeginOutcome.Unavailable(e.toString());
        }
    }

    private void end(DeviceBlobWriter writer) {
        open.remove(writer);
        writer.close();
    }

    @Override
    public DeviceReadOutcome read(Id128 blob, long firstByte, long endByte) {
        try {
            var outcome = ask(() -> device.read(blob, firstByte, endByte));
            return outcome instanceof DeviceReadOutcome.Opened(var bytes, var source)
                    ? new DeviceReadOutcome.Opened(bytes, new LinkedSource(source))
                    : outcome;
        } catch (DeviceUnavailable e) {
            return new DeviceReadOutcome.Unavailable(e.toString());
        }
    }

    @Override
    public Optional<StoredBlob> head(Id128 blob) {
        return ask(() -> device.head(blob));
    }

    @Override
    public DeviceDeleteOutcome delete(Id128 blob) {
        try {
            return ask(() -> device.delete(blob));
        } catch (DeviceUnavailable e) {
            return new DeviceDeleteOutcome.Unavailable(e.toString());
        }
    }

    @Override
    public DeviceDeleteOutcome drop(Id128 blob) {
        try {
            return ask(() -> device.drop(blob));
        } catch (DeviceUnavailable e) {
            return new DeviceDeleteOutcome.Unavailable(e.toString());
        }
    }

    @Override
    public List<Id128> deletions(int partition, Optional<Id128> after, int limit) {
        return ask(() -> device.deletions(partition, after, limit));
    }

    @Override
    public List<Id128> quarantined(Optional<Id128> after, int limit) {
        return ask(() -> device.quarantined(after, limit));
    }

    @Override
    public List<PartitionDigest> digests(int firstPartition, int endPartition) {
        return ask(() -> device.digests(firstPartition, endPartition));
    }

    @Override
    public List<StoredBlob> list(int partition, Optional<Id128> after, int limit) {
        return ask(() -> device.list(partition, after, limit));
    }

    @Override
    public DeviceStatus status() {
        return ask(device::status);
    }

    @Override
    public void close() {
        // The device is the other process's.
    }

    private final class LinkedWriter implements DeviceBlobWriter {
        private final DeviceBlobWriter writer;
        private boolean lost;
        private long written;

        LinkedWriter(DeviceBlobWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(ByteBuffer bytes) {
            try {
                written += bytes.remaining();
                if (lost) bytes.position(bytes.limit());
                else travel();
                writer.write(bytes);
            } catch (DeviceUnavailable e) {
                lost = true;
                bytes.position(bytes.limit());
            }
        }

        @Override
        public DeviceWriteOutcome commit() {
            if (lost) return new DeviceWriteOutcome.Failed("not reached");
            if (planted == Planted.QUORUM_OF_ONE && time.random().nextInt(3) > 0)
                return new DeviceWriteOutcome.Durable(written);
            try {
                return ask(writer::commit);
            } catch (DeviceUnavailable e) {
                return new DeviceWriteOutcome.Failed(e.toString());
            }
        }

        @Override
        public void close() {
            end(writer);
        }
    }

    private final class LinkedSource implements ByteSource {
        private final ByteSource source;

        LinkedSource(ByteSource source) {
            this.source = source;
        }

        @Override
        public @Nullable Chunk next() {
            travel();
            return source.next();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
