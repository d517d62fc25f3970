package torc.objectserver.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;

/// The device folders of a data folder: `devices/d0`, `devices/d1` and so on.
final class DeviceFolders {
    private final Path devices;
    private final Id128 cluster;

    DeviceFolders(Path data, Id128 cluster) {
        this.devices = data.resolve("devices");
        this.cluster = cluster;
    }

    /// Opens all devices, or none.
    ///
    /// @throws NodeRefused if there are more device folders than devices
    List<BlobDevice> open(int count, DeviceOpener opener, Consumer<Id128> damaged) {
        refuseMoreThan(count);
        var opened = new ArrayList<BlobDevice>(count);
        try {
            for (var index = 0; index < count; index++)
                opened.add(opener.open(name(index), devices.resolve("d" + index), damaged));
            return opened;
        } catch (RuntimeException e) {
            opened.forEach(BlobDevice::close);
            throw e;
        }
    }

    /// The cluster is part of the name that a device folder keeps: a folder of another cluster is refused
    /// by it.
    private String name(int index) {
        return "d" + index + "-" + cluster;
    }

    /// A folder that is left out may hold the only copy of something.
    private void refuseMoreThan(int count) {
        if (!Files.isDirectory(devices)) return;
        try (var folders = Files.list(devices)) {
            var beyond = folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> name.matches("d[0-9]{1,4}"))
                    .filter(name -> Integer.parseInt(name.substring(1)) >= count)
                    .sorted()
                    .toList();
            if (!beyond.isEmpty())
                throw new NodeRefused("the data folder has a device " + devices.resolve(beyond.getFirst())
                        + " beyond the " + count + " that it was started with; what it holds would be missing"
                        + " (raise --devices)");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + devices, e);
        }
    }
}
