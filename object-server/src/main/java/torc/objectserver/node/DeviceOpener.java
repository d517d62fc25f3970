package torc.objectserver.node;

import java.nio.file.Path;
import java.util.function.Consumer;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;

/// Opens the device of a folder; the folder may be empty or absent, and is made then.
@FunctionalInterface
public interface DeviceOpener {
    /// @param name the device's name, which its folder keeps; refused, by an exception with a message for the
    ///     operator, if the folder is another device's, of another release, or in use
    /// @param damaged is told of copies that are found damaged
    BlobDevice open(String name, Path folder, Consumer<Id128> damaged);
}
