package torc.objectserver.replica;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.blob.BlobWriter;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;

/// Writes the only copy of a blob straight to its device: no thread, queue or copy of bytes in between.
final class SingleCopyWriter implements BlobWriter {
    private final BlobHeader header;
    private final WriteTargets targets;
    private final WriteTargets.@Nullable Target target;
    private long bytes;
    private boolean ended;

    SingleCopyWriter(BlobHeader header, Member primary, WriteTargets targets) {
        this.header = header;
        this.targets = targets;
        this.target = targets.begin(header, primary, () -> true);
    }

    @Override
    public Id128 id() {
        return header.id();
    }

    @Override
    public void write(ByteBuffer data) {
        bytes = Announced.plus(bytes, data.remaining(), header);
        if (target != null) target.writer().write(data);
        else data.position(data.limit());
    }

    @Override
    public BlobWriteOutcome commit() {
        if (ended) throw new IllegalStateException("blob " + header.id() + " has ended");
        ended = true;
        if (target == null)
            return targets.onlyFull()
                    ? new BlobWriteOutcome.Full()
                    : new BlobWriteOutcome.Unavailable(targets.causes());
        try (var writer = target.writer()) {
            return switch (writer.commit()) {
                case DeviceWriteOutcome.Durable(var durable) when durable == bytes -> stored(target.member());
                case DeviceWriteOutcome.Durable(var durable) ->
                    failed(target.member(), durable + " of " + bytes + " bytes were stored");
                case DeviceWriteOutcome.Failed(var cause) -> failed(target.member(), cause);
            };
        }
    }

    private BlobWriteOutcome stored(Member member) {
        member.breaker().succeeded();
        return new BlobWriteOutcome.Stored(bytes, 1);
    }

    private static BlobWriteOutcome failed(Member member, String cause) {
        member.breaker().failed();
        return new BlobWriteOutcome.Unavailable(member.device().name() + ": " + cause);
    }

    @Override
    public void close() {
        if (ended) return;
        ended = true;
        if (target != null) target.writer().close();
    }
}
