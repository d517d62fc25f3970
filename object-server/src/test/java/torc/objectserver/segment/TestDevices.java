package torc.objectserver.segment;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import torc.objectserver.disk.Disk;

/// Small devices for tests, without anything that runs in the background.
final class TestDevices {
    private TestDevices() {}

    static SegmentDeviceConfig config(Path folder) {
        return SegmentDeviceConfig.of("d1", folder)
                .withSegmentBytes(4 << 20)
                .withHeadroomBytes(1 << 20)
                .withZeroAheadBytes(0)
                .withoutUpkeep();
    }

    static SegmentBlobDevice open(SegmentDeviceConfig config) {
        return SegmentBlobDevice.open(config, InstantSource.system(), System::nanoTime, new Random(1));
    }

    static SegmentBlobDevice open(SegmentDeviceConfig config, Disk disk) {
        var folder = DeviceFolder.open(config.folder(), config.name());
        try {
            return SegmentBlobDevice.open(
                    config, folder, disk, InstantSource.system(), System::nanoTime, new Random(1));
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }
}
