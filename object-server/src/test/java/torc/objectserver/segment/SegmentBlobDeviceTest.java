package torc.objectserver.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobDeviceContract;

class SegmentBlobDeviceTest extends BlobDeviceContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    private @Nullable SegmentBlobDevice device;

    @Override
    protected BlobDevice open() {
        var opened = TestDevices.open(TestDevices.config(folder).withZeroAheadBytes(8 << 20));
        device = opened;
        return opened;
    }

    @Override
    protected void damage(Id128 blob) throws IOException {
        var engine = Objects.requireNonNull(device).engine();
        var entry = Objects.requireNonNull(engine.index.get(blob));
        var file = Objects.requireNonNull(engine.segments.get(entry.segment())).file();
        var last = entry.offset() + entry.dataOffset() + entry.dataBytes() - 1;
        var bytes = ByteBuffer.allocate(1);
        file.read(bytes, last);
        bytes.put(0, (byte) (bytes.get(0) ^ 1)).flip();
        file.write(bytes, last);
    }
}
